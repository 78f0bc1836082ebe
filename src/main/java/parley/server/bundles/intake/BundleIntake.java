package parley.server.bundles.intake;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import parley.message.bundle.FileEntry;
import parley.message.bundle.Mode;
import parley.message.bundle.UnicodeForm;
import parley.server.bundles.store.BundleLimits;
import parley.server.bundles.store.LinkCopies;
import parley.server.bundles.store.Staging;
import parley.server.bundles.store.UploadRefused;
import parley.server.bundles.store.UploadWarning;

/**
 * Collects the entries of one upload: checks each path, stages each content, enforces the limits, and at the end
 * checks where links lead.
 *
 * <p>Not thread-safe. Not usable after a refusal; the caller closes the {@link Staging}.
 */
public final class BundleIntake {

    static final int DEFAULT_MODE = 0644;

    /**
     * A bundle's content.
     *
     * @param entries files, links and, if they were asked for, empty folders
     * @param links the target of each link
     */
    public record Content(
            SortedMap<String, FileEntry> entries, Map<String, String> links, List<UploadWarning> warnings) {}

    /** The longest written target of a link; no file system has a longer one. */
    private static final int LINK_BYTES = 4096;

    private static final int PERMISSIONS = 0777;

    private final Staging staging;
    private final BundleLimits limits;
    private final PathSet paths;
    private final Map<String, FileEntry> files = new HashMap<>();
    private final Links links = new Links();
    private final Noted recomposed = new Noted();
    private final Noted specialBits = new Noted();
    private long bytes;

    public BundleIntake(Staging staging, BundleLimits limits) {
        this.staging = staging;
        this.limits = limits;
        this.paths = new PathSet(limits);
    }

    /**
     * Takes a file.
     *
     * @param path relative; a leading {@code ./} is allowed, because every archiver writes it
     * @param mode permissions; set-user-id and its like are left out, with a warning
     * @return the path as it is stored
     */
    public String file(String path, int mode, InputStream content) throws IOException {
        String kept = claim(path);
        long left = limits.bundleBytes() - bytes;
        Staging.Staged staged = staging.add(
                content, Math.min(limits.fileBytes(), left), () -> tooLarge(kept, left < limits.fileBytes()));
        bytes += staged.size();
        files.put(kept, new FileEntry(staged.sha256(), staged.size(), permissions(kept, mode)));
        return kept;
    }

    private Mode permissions(String path, int mode) {
        if ((mode & ~PERMISSIONS) != 0) {
            specialBits.add(path);
        }
        return new Mode(mode & PERMISSIONS);
    }

    /** Notes a folder; an empty one may become an entry. */
    void folder(String path) throws UploadRefused {
        String stripped = stripped(path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
        if (!stripped.isEmpty() && !stripped.equals(".")) {
            paths.addFolder(stripped);
        }
    }

    /** Takes a symbolic link, with its target as in the archive. */
    void symbolicLink(String path, String target) throws UploadRefused {
        link(claim(path), target);
    }

    /** The same, with the target as the content of a part. */
    void symbolicLink(String path, InputStream target) throws IOException {
        symbolicLink(path, text(path, target.readNBytes(LINK_BYTES + 1)));
    }

    /** Takes a hard link: its target is a path from the archive's root. */
    void hardLink(String path, String target) throws UploadRefused {
        String kept = claim(path);
        String resolved = Links.resolve("link", stripped(target));
        paths.addTarget(resolved);
        links.addHard(kept, resolved);
    }

    private void link(String path, String target) throws UploadRefused {
        paths.addTarget(target.length() > LINK_BYTES ? "" : target); // what is longer is refused by the next line
        links.addSymbolic(path, target);
    }

    /** For a zip, which has the permissions of a file only at its end. */
    void mode(String path, int mode) {
        String kept = UnicodeForm.composed(path);
        FileEntry file = Objects.requireNonNull(files.get(kept), () -> "no file was taken as " + kept);
        files.put(kept, new FileEntry(file.sha256(), file.size(), permissions(kept, mode)));
    }

    /** For a zip, which says only at its end that an entry is a symbolic link. */
    void wasSymbolicLink(String path) throws IOException {
        String kept = UnicodeForm.composed(path);
        FileEntry content = files.remove(kept);
        if (content.size() > LINK_BYTES) {
            throw UploadRefused.badPath(kept, "is a link whose target is longer than " + LINK_BYTES + " bytes.");
        }
        bytes -= content.size();
        String target;
        try (InputStream in = staging.read(content.sha256())) {
            target = text(kept, in.readAllBytes());
        }
        if (files.values().stream().noneMatch(f -> f.sha256().equals(content.sha256()))) {
            staging.forget(content.sha256());
        }
        link(kept, target);
    }

    private static String text(String path, byte[] target) throws UploadRefused {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(target))
                    .toString();
        } catch (CharacterCodingException e) {
            throw UploadRefused.badPath(path, "is a link whose target is not UTF-8.");
        }
    }

    /**
     * The content of the upload.
     *
     * @param keepEmptyFolders whether an empty folder becomes an entry; otherwise it is left out, with a warning
     * @throws UploadRefused if a link leads nowhere; if copies instead of links would make the bundle too large; if
     *     there is no entry
     */
    public Content content(boolean keepEmptyFolders) throws IOException {
        SortedMap<String, FileEntry> all = new TreeMap<>(files);
        all.putAll(links.copies(files));
        for (Map.Entry<String, String> link : links.symbolic().entrySet()) {
            Staging.Staged text = stage(link.getValue());
            all.put(link.getKey(), new FileEntry(text.sha256(), text.size(), Mode.LINK));
        }
        Noted leftOut = new Noted();
        for (String folder : paths.emptyFolders()) {
            if (keepEmptyFolders) {
                stage(""); // every entry refers to a blob
                all.put(folder, FileEntry.folder());
            } else {
                leftOut.add(folder);
            }
        }
        checkSize(all);
        return new Content(all, Map.copyOf(links.symbolic()), Warnings.of(all, recomposed, leftOut, specialBits));
    }

    private Staging.Staged stage(String text) throws IOException {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        return staging.add(new ByteArrayInputStream(content), content.length, () -> tooLarge(text, true));
    }

    private void checkSize(SortedMap<String, FileEntry> all) throws UploadRefused {
        if (all.isEmpty()) {
            throw UploadRefused.invalid("The upload contains no file.", "Upload at least one file.");
        }
        if (all.size() > limits.files()) {
            throw tooMany();
        }
        try {
            SortedMap<String, FileEntry> copied = LinkCopies.of(all, links.symbolic(), limits.files());
            if (copied.values().stream().mapToLong(FileEntry::size).sum() > limits.bundleBytes()) {
                throw UploadRefused.tooLarge(
                        "The bundle's files, links counted as copies, are larger than " + limits.bundleBytes()
                                + " bytes.",
                        "parley.limits.bundle.bytes");
            }
        } catch (LinkCopies.BadLink e) {
            throw UploadRefused.badPath(e.path(), e.getMessage());
        }
    }

    private UploadRefused tooMany() {
        return UploadRefused.tooLarge(
                "The bundle has more than " + limits.files() + " files.", "parley.limits.bundle.files");
    }

    private String claim(String path) throws UploadRefused {
        if (files.size() + links.size() >= limits.files()) {
            throw tooMany();
        }
        String raw = stripped(path);
        String kept = paths.addFile(raw);
        if (!kept.equals(raw)) {
            recomposed.add(kept);
        }
        return kept;
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
