package parley.apply.internal.disk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import parley.apply.internal.disk.FileAccess.Found;
import parley.apply.internal.disk.FileAccess.Kind;
import parley.message.bundle.FileEntry;
import parley.message.bundle.Mode;

/** What is at a path, as an entry of a bundle. Links are read, not followed. */
public final class Entries {
    private Entries() {}

    /**
     * Reads a file to its end.
     *
     * @param found what was found there: a file, a link or a folder
     */
    public static FileEntry of(FileAccess files, String path, Found found) throws IOException {
        return switch (found.kind()) {
            case FILE -> {
                Sha256.Sum sum = Sha256.of(files, path);
                yield new FileEntry(sum.sha256(), sum.size(), new Mode(found.mode()));
            }
            case LINK -> link(files.readLink(path));
            case FOLDER -> FileEntry.folder();
            case OTHER -> throw new IllegalArgumentException(path + " is a device");
        };
    }

    /** A link with this target. */
    public static FileEntry link(String target) {
        byte[] text = target.getBytes(StandardCharsets.UTF_8);
        return new FileEntry(Sha256.of(text), text.length, Mode.LINK);
    }

    /** Whether two entries have the same content, whatever their permissions. */
    public static boolean sameContent(FileEntry a, FileEntry b) {
        return a.mode().kind() == b.mode().kind()
                && a.size() == b.size()
                && a.sha256().equals(b.sha256());
    }

    /** What is at {@code path}; nothing below a link that will be replaced, one of {@code givingWay}. */
    public static Optional<Found> look(FileAccess files, String path, Set<String> givingWay) throws IOException {
        for (String folder : Layout.parents(path)) {
            if (givingWay.contains(folder)
                    && files.look(folder).filter(f -> f.kind() == Kind.LINK).isPresent()) {
                return Optional.empty();
            }
        }
        return files.look(path);
    }

    /** A file or a link at {@code path}; empty for anything else. */
    public static Optional<Found> fileOrLink(FileAccess files, String path) throws IOException {
        return files.look(path).filter(f -> f.kind() == Kind.FILE || f.kind() == Kind.LINK);
    }
}
