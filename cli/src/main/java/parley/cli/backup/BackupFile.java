package parley.cli.backup;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.HumanFormat;

/**
 * An archive that {@code parley backup} made. It may come from anywhere: only the few names that a back-up has are
 * taken, each once; no more is written than the archive says and the disk has room for; each file has to have its
 * digest. An archive has no links: every entry becomes a regular file. Not thread-safe.
 */
public final class BackupFile implements AutoCloseable {

    private static final String MANIFEST = "manifest.json";
    private static final String DATABASE = "db/parley.mv.db";
    private static final Pattern BLOB = Pattern.compile("blobs/([0-9a-f]{2})/(\\1[0-9a-f]{62})");
    private static final Set<String> SMALL_FILES = Set.of("master.key", "admin.key", "node");

    /** Bytes of a key or of the server's id. */
    private static final long MOST_SMALL = 4096;

    private static final long MOST_MANIFEST = 1024 * 1024;
    private static final int MOST_ENTRIES = 1_000_000;
    /** Stays free on the disk. */
    private static final long RESERVE = 64L * 1024 * 1024;

    private static final int PIECE = 64 * 1024;

    private final Path file;
    private final ZipFile zip;
    private final Map<String, ZipEntry> entries;
    private final BackupFacts facts;

    private BackupFile(Path file, ZipFile zip) throws IOException {
        this.file = file;
        this.zip = zip;
        this.entries = entries();
        this.facts = readManifest();
        checkNames();
    }

    /** @throws CliProblem if it cannot be read, or is not a whole back-up */
    public static BackupFile open(Path file) {
        try {
            ZipFile zip = new ZipFile(file.toFile());
            try {
                return new BackupFile(file, zip);
            } catch (IOException | RuntimeException e) {
                zip.close();
                throw e;
            }
        } catch (ZipException e) {
            throw bad(file, "It is no zip archive, or a part of it is missing: " + e.getMessage() + ".");
        } catch (IOException e) {
            throw new CliProblem(
                    ExitCode.FAILED,
                    "The back-up " + file + " cannot be read.",
                    e.getClass().getSimpleName() + ": " + e.getMessage() + ".",
                    "check that the file exists and that this user may read it",
                    e);
        }
    }

    private Map<String, ZipEntry> entries() {
        if (zip.size() > MOST_ENTRIES) {
            throw bad(file, "It has " + zip.size() + " entries, and a back-up has at most " + MOST_ENTRIES + ".");
        }
        Map<String, ZipEntry> found = new HashMap<>();
        zip.stream().forEach(entry -> {
            if (found.put(entry.getName(), entry) != null) {
                throw bad(file, "It has " + shown(entry.getName()) + " twice.");
            }
        });
        return found;
    }

    private BackupFacts readManifest() throws IOException {
        ZipEntry manifest = entries.get(MANIFEST);
        if (manifest == null || size(manifest) > MOST_MANIFEST) {
            throw bad(file, "It has no " + MANIFEST + " as parley backup writes it.");
        }
        try (InputStream content = zip.getInputStream(manifest);
                JsonReader json = Json.createReader(content)) {
            return BackupFacts.of(json.readObject())
                    .orElseThrow(() -> bad(
                            file,
                            "Its " + MANIFEST + " is not of format " + BackupFacts.FORMAT
                                    + ", which this version of Parley reads."));
        } catch (JsonException e) {
            throw bad(file, "Its " + MANIFEST + " is not JSON.");
        }
    }

    private void checkNames() {
        Set<String> named = new HashSet<>(facts.files().keySet());
        named.add(MANIFEST);
        long blobs = 0;
        for (ZipEntry entry : entries.values()) {
            String name = entry.getName();
            if (BLOB.matcher(name).matches()) {
                blobs++;
            } else if (!named.remove(name)) {
                throw bad(file, shown(name) + " does not belong into a back-up.");
            } else if (SMALL_FILES.contains(name) && size(entry) > MOST_SMALL) {
                throw bad(file, shown(name) + " has more than " + MOST_SMALL + " bytes.");
            } else if (!name.equals(MANIFEST) && !name.equals(DATABASE) && !SMALL_FILES.contains(name)) {
                throw bad(file, shown(name) + " does not belong into a back-up.");
            }
        }
        if (!named.isEmpty() || blobs != facts.blobs()) {
            throw bad(file, "It does not have all files that its " + MANIFEST + " names.");
        }
        if (facts.database().equals("h2") != entries.containsKey(DATABASE)) {
            throw bad(file, "Its " + MANIFEST + " and its files do not agree whether it has a database.");
        }
    }

    public BackupFacts facts() {
        return facts;
    }

    /**
     * Writes all files below {@code folder}, for their owner only; they are on the disk when it returns. Blobs that
     * were damaged on the server already are left out.
     *
     * @param folder an existing empty folder
     * @throws CliProblem if a file is not what the archive promises, or the disk has no room; {@code folder} has a part
     * @throws IOException the disk cannot be written, or the archive not be read
     */
    public void extract(Path folder) throws IOException {
        checkRoom(folder);
        Set<Path> folders = new HashSet<>();
        for (ZipEntry entry : entries.values()) {
            String name = entry.getName();
            if (name.equals(MANIFEST)) {
                continue;
            }
            Path target = folder.resolve(name);
            for (Path each = target.getParent(); each != null && !each.equals(folder); each = each.getParent()) {
                if (folders.add(each)) {
                    Files.createDirectories(each, ownerOnly("rwx------"));
                }
            }
            String sha256 = write(entry, target);
            BackupFacts.Content promised = facts.files().get(name);
            String expected = promised == null ? target.getFileName().toString() : promised.sha256();
            if (promised == null && facts.damaged().contains(expected)) {
                Files.delete(target);
            } else if (!sha256.equals(expected)) {
                throw bad(file, shown(name) + " is not what the server wrote: its digest is another.");
            }
        }
        for (Path each : folders) {
            FolderSwap.sync(each);
        }
        FolderSwap.sync(folder);
    }

    private void checkRoom(Path folder) throws IOException {
        long needed = RESERVE;
        for (ZipEntry entry : entries.values()) {
            needed += size(entry);
            if (needed < 0) {
                throw bad(file, "Its files are larger than any disk.");
            }
        }
        long free = Files.getFileStore(folder).getUsableSpace();
        if (free < needed) {
            throw new CliProblem(
                    ExitCode.FAILED,
                    "There is no room for the back-up.",
                    "Its files need " + HumanFormat.size(needed) + ", and the disk of " + folder.getParent() + " has "
                            + HumanFormat.size(free) + " free. What is there now is kept beside them.",
                    "free space, or restore into a folder on another disk: --data DIR");
        }
    }

    private String write(ZipEntry entry, Path target) throws IOException {
        MessageDigest sha256 = sha256();
        long left = size(entry);
        byte[] piece = new byte[PIECE];
        try (InputStream content = zip.getInputStream(entry);
                FileChannel out = FileChannel.open(
                        target,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        ownerOnly("rw-------"))) {
            for (int read = content.read(piece); read >= 0; read = content.read(piece)) {
                left -= read;
                if (left < 0) {
                    throw bad(file, shown(entry.getName()) + " is larger than the archive says.");
                }
                sha256.update(piece, 0, read);
                for (ByteBuffer rest = ByteBuffer.wrap(piece, 0, read); rest.hasRemaining(); ) {
                    out.write(rest);
                }
            }
            out.force(true);
        } catch (ZipException e) {
            throw bad(file, shown(entry.getName()) + " cannot be read: " + e.getMessage() + ".");
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    private long size(ZipEntry entry) {
        if (entry.getSize() < 0) {
            throw bad(file, shown(entry.getName()) + " has no size.");
        }
        return entry.getSize();
    }

    static FileAttribute<?>[] ownerOnly(String permissions) {
        return java.nio.file.FileSystems.getDefault()
                        .supportedFileAttributeViews()
                        .contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static CliProblem bad(Path file, String why) {
        return new CliProblem(
                ExitCode.USAGE,
                file + " is not a back-up that can be restored.",
                why,
                "use a file that parley backup made, whole and unchanged; nothing was restored");
    }

    /** A name of the archive for a message. */
    private static String shown(String name) {
        String some = name.length() <= 100 ? name : name.substring(0, 100) + "…";
        return "\"" + some.replaceAll("\\p{Cntrl}", "?") + "\"";
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public void close() {
        try {
            zip.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("the back-up " + file + " cannot be closed", e);
        }
    }
}
