package parley.server.bundles.intake;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import parley.message.FileEntry;
import parley.message.Mode;
import parley.server.bundles.BundleLimits;
import parley.server.bundles.Staging;
import parley.server.bundles.UploadRefused;

/**
 * Collects the files of one upload: checks each path, stages each content, holds to the limits, and resolves links in the end.
 *
 * <p>Not thread-safe. After a refusal it is of no more use; the caller closes the {@link Staging}.
 */
public final class BundleIntake {

    static final Mode DEFAULT_MODE = new Mode(0644);

    private static final int LINK_BYTES = 1024;

    private final Staging staging;
    private final BundleLimits limits;
    private final PathSet paths;
    private final Map<String, FileEntry> files = new HashMap<>();
    private final Links links = new Links();
    private long bytes;

    public BundleIntake(Staging staging, BundleLimits limits) {
        this.staging = staging;
        this.limits = limits;
        this.paths = new PathSet(limits);
    }

    /**
     * Takes a file.
     *
     * @param path relative; a leading {@code ./} is forgiven, as every archiver writes it
     * @return the path as it is kept
     */
    public String file(String path, Mode mode, InputStream content) throws IOException {
        String kept = claim(path);
        long left = limits.bundleBytes() - bytes;
        Staging.Staged staged = staging.add(
                content, Math.min(limits.fileBytes(), left), () -> tooLarge(kept, left < limits.fileBytes()));
        bytes += staged.size();
        files.put(kept, new FileEntry(staged.sha256(), staged.size(), mode));
        return kept;
    }

    /** Takes note of a folder. Bundles have no folders of their own: an empty one is not kept. */
    void folder(String path) throws UploadRefused {
        String stripped = stripped(path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
        if (!stripped.isEmpty() && !stripped.equals(".")) {
            paths.addFolder(stripped);
        }
    }

    /** Takes a symbolic link, its target as it stands in the archive. */
    void symbolicLink(String path, String target) throws UploadRefused {
        String kept = claim(path);
        link(kept, Links.resolve(kept, target));
    }

    /** Takes a hard link: its target is a path from the archive's root. */
    void hardLink(String path, String target) throws UploadRefused {
        String kept = claim(path);
        link(kept, Links.resolve("link", stripped(target)));
    }

    private void link(String path, String target) throws UploadRefused {
        paths.addTarget(target);
        links.add(path, target);
    }

    void mode(String path, Mode mode) {
        FileEntry file = files.get(path);
        files.put(path, new FileEntry(file.sha256(), file.size(), mode));
    }

    /** For a zip, which says only in the end that what it called a file is a symbolic link. */
    void wasSymbolicLink(String path) throws IOException {
        FileEntry text = files.remove(path);
        if (text.size() > LINK_BYTES) {
            throw UploadRefused.badPath(path, "is a link whose target is longer than " + LINK_BYTES + " bytes.");
        }
        bytes -= text.size();
        String target;
        try (InputStream in = staging.read(text.sha256())) {
            target = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        if (files.values().stream().noneMatch(f -> f.sha256().equals(text.sha256()))) {
            staging.forget(text.sha256());
        }
        link(path, Links.resolve(path, target));
    }

    /**
     * Everything that was taken, links resolved to copies.
     *
     * @throws UploadRefused a link leads nowhere; the copies make the bundle too large; there is no file at all
     */
    public SortedMap<String, FileEntry> files() throws UploadRefused {
        SortedMap<String, FileEntry> all = new TreeMap<>(files);
        all.putAll(links.copies(files));
        if (all.isEmpty()) {
            throw UploadRefused.invalid("The upload contains no file.", "Upload at least one file.");
        }
        if (all.values().stream().mapToLong(FileEntry::size).sum() > limits.bundleBytes()) {
            throw UploadRefused.tooLarge(
                    "The bundle's files, links counted as copies, are larger than " + limits.bundleBytes() + " bytes.",
                    "parley.limits.bundle.bytes");
        }
        return all;
    }

    private String claim(String path) throws UploadRefused {
        if (files.size() + links.size() >= limits.files()) {
            throw UploadRefused.tooLarge(
                    "The bundle has more than " + limits.files() + " files.", "parley.limits.bundle.files");
        }
        return paths.addFile(stripped(path));
    }

    private UploadRefused tooLarge(String path, boolean bundle) {
        return bundle
                ? UploadRefused.tooLarge(
                        "With “" + path + "” the bundle is larger than " + limits.bundleBytes() + " bytes.",
                        "parley.limits.bundle.bytes")
                : UploadRefused.tooLarge(
                        "“" + path + "” is larger than " + limits.fileBytes() + " bytes.", "parley.limits.file.bytes");
    }

    static String stripped(String path) {
        String rest = path;
        while (rest.startsWith("./")) {
            rest = rest.substring(2);
        }
        return rest;
    }
}
