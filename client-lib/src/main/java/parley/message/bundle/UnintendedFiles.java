package parley.message.bundle;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Files that rarely belong in a bundle: files of version control, editors, desktops and tools, and secrets. */
public final class UnintendedFiles {

    private static final Set<String> FOLDERS = Set.of(
            ".git",
            ".hg",
            ".svn",
            ".bzr",
            "CVS",
            ".idea",
            ".vscode",
            ".vs",
            "node_modules",
            "__pycache__",
            "__MACOSX",
            ".terraform",
            ".ssh",
            ".gnupg",
            ".Trash-1000",
            "lost+found");
    private static final Set<String> NAMES = Set.of(
            ".git",
            ".gitignore",
            ".gitattributes",
            ".gitmodules",
            ".hgignore",
            ".DS_Store",
            ".AppleDouble",
            "Thumbs.db",
            "desktop.ini",
            ".directory",
            ".parleyignore",
            ".netrc",
            ".pgpass",
            "id_rsa",
            "id_ed25519",
            "id_ecdsa",
            ".bash_history");
    private static final Pattern FORMS = Pattern.compile(
            "(\\..*\\.sw[a-p]|.+~|#.*#|\\.#.*|\\._.*|\\.env(\\..*)?|.*\\.(bak|orig|rej|tmp|swp|pyc)|\\.nfs[0-9a-f]+)");

    private UnintendedFiles() {}

    /**
     * The part of a path that looks unintended: a folder that is no configuration, with everything in it, or the file
     * itself.
     */
    public static Optional<String> unintended(String path) {
        int from = 0;
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', from)) {
            if (FOLDERS.contains(path.substring(from, slash))) {
                return Optional.of(path.substring(0, slash + 1));
            }
            from = slash + 1;
        }
        String name = path.substring(from);
        return NAMES.contains(name) || FORMS.matcher(name).matches() ? Optional.of(path) : Optional.empty();
    }
}
