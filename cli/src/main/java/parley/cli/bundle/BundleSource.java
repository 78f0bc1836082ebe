package parley.cli.bundle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import parley.cli.rest.Multipart;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;
import parley.message.bundle.BundleDigest;
import parley.message.bundle.BundlePath;
import parley.message.bundle.Digest;
import parley.message.bundle.FileEntry;
import parley.message.bundle.UnicodeForm;

/**
 * What a bundle is made from: one folder (its contents), several files and folders (each under its own name), or one
 * archive, which the server unpacks. Only names, sizes and modes are held in memory.
 */
public final class BundleSource {

    private final SortedMap<String, BundleEntry> entries = new TreeMap<>(BundlePath.ORDER);
    private final List<String> leftOut = new ArrayList<>();
    private final BundleOptions options;
    private Optional<Path> archive = Optional.empty();
    private long bytes;

    private BundleSource(BundleOptions options) {
        this.options = options;
    }

    /** Scans {@code arguments}, all of them shipped; reads no content yet. */
    public static BundleSource of(List<Path> arguments) {
        return of(arguments, new BundleOptions());
    }

    /** Scans {@code arguments}; reads no content yet. */
    public static BundleSource of(List<Path> arguments, BundleOptions options) {
        BundleSource source = new BundleSource(options);
        try {
            if (arguments.size() == 1 && isArchive(arguments.get(0)) && Files.isRegularFile(arguments.get(0))) {
                source.takeArchive(arguments.get(0));
                return source;
            }
            for (Path argument : arguments) {
                boolean alone = arguments.size() == 1 && Files.isDirectory(argument);
                source.add(
                        argument,
                        alone ? "" : argument.toRealPath().getFileName().toString());
            }
        } catch (IOException e) {
            throw unreadable(e);
        } catch (UncheckedIOException e) {
            throw unreadable(Objects.requireNonNull(e.getCause())); // this kind always has one
        }
        if (source.fileCount() == 0 && !(options.keepEmptyFolders && !source.entries.isEmpty())) {
            throw new CliProblem(
                    ExitCode.USAGE,
                    "There is nothing to roll out.",
                    "A bundle needs at least one file, and " + arguments.get(0) + " has none"
                            + (source.leftOut.isEmpty() ? "." : " that is not left out."),
                    "parley task create DIR with a folder that has files");
        }
        return source;
    }

    /** Files and links; 0 for an archive, which only the server reads. */
    public int fileCount() {
        return (int) entries.values().stream()
                .filter(entry -> !entry.mode().equals(BundleEntry.FOLDER))
                .count();
    }

    /** Bytes to be sent, without the headers. */
    public long bytes() {
        return bytes;
    }

    public boolean isArchive() {
        return archive.isPresent();
    }

    /** What would be shipped, in the order of the paths. */
    Collection<BundleEntry> shipped() {
        return entries.values().stream()
                .filter(entry -> options.keepEmptyFolders || !entry.mode().equals(BundleEntry.FOLDER))
                .toList();
    }

    /** Files, and folders with a slash at the end, that the patterns leave out. */
    public List<String> leftOut() {
        return leftOut.stream().sorted().toList();
    }

    /**
     * The digest that the bundle will have, from the contents as they are now; empty for an archive, which only the
     * server reads.
     */
    public Optional<Digest> digest() {
        if (isArchive()) {
            return Optional.empty();
        }
        Map<String, FileEntry> files = new TreeMap<>();
        try {
            for (BundleEntry entry : shipped()) {
                files.put(UnicodeForm.composed(entry.path()), entry.content());
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
        return Optional.of(BundleDigest.of(files));
    }

    /** The body of {@code POST /bundles}. */
    public Multipart multipart(String name, SecureRandom random) {
        Multipart body = new Multipart(random).field("name", name);
        if (options.keepEmptyFolders) {
            body.field("emptyFolders", "keep");
        }
        archive.ifPresent(file -> body.file("archive", file.getFileName().toString(), Map.of(), file, bytes));
        for (BundleEntry entry : entries.values()) {
            Map<String, String> mode = Map.of("Parley-Mode", entry.mode());
            if (entry.isFile()) {
                body.file("file", entry.path(), mode, entry.file(), entry.size());
            } else {
                body.text("file", entry.path(), mode, entry.target().orElse(""));
            }
        }
        return body;
    }

    private static boolean isArchive(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".zip") || name.endsWith(".tar.gz") || name.endsWith(".tgz");
    }

    private void takeArchive(Path file) throws IOException {
        if (options.dryRun || !options.excludes.isEmpty()) {
            throw new CliProblem(
                    ExitCode.USAGE,
                    (options.dryRun ? "--dry-run" : "--exclude") + " looks into folders, not into an archive.",
                    "Only the server unpacks " + file + ".",
                    "unpack it, and give the folder");
        }
        archive = Optional.of(file);
        bytes = Files.size(file);
    }

    private void add(Path argument, String prefix) throws IOException {
        if (Files.isDirectory(argument)) {
            Path root = argument.toRealPath();
            IgnoreRules ignore = IgnoreRules.of(root, options.excludes);
            Files.walkFileTree(root, new FolderScan(root, prefix, ignore, this::add, leftOut::add));
        } else if (IgnoreRules.of(argument.toAbsolutePath().resolveSibling(""), options.excludes)
                .leavesOut(prefix, false)) {
            leftOut.add(prefix);
        } else {
            add(FolderScan.file(prefix, argument, Files.readAttributes(argument, BasicFileAttributes.class)));
        }
    }

    private void add(BundleEntry entry) {
        BundleEntry other = entries.putIfAbsent(UnicodeForm.composed(entry.path()), entry);
        if (other != null) {
            throw other.path().equals(entry.path()) ? twice(entry, other) : alike(entry, other);
        }
        bytes += entry.size();
    }

    private static CliProblem twice(BundleEntry entry, BundleEntry other) {
        return new CliProblem(
                ExitCode.USAGE,
                "Two files would both be " + entry.path() + " in the bundle.",
                other.file() + " and " + entry.file() + " have the same name there.",
                "give one folder that has both, or rename one of them");
    }

    private static CliProblem alike(BundleEntry entry, BundleEntry other) {
        return new CliProblem(
                ExitCode.USAGE,
                "Two names look the same: both would be " + UnicodeForm.composed(entry.path()) + " in the bundle.",
                other.file() + " has " + UnicodeForm.difference(other.path(), entry.path()) + " where " + entry.file()
                        + " has " + UnicodeForm.difference(entry.path(), other.path()) + ".",
                "rename one of them");
    }

    private static CliProblem unreadable(IOException cause) {
        boolean missing = cause instanceof NoSuchFileException;
        return new CliProblem(
                missing ? ExitCode.USAGE : ExitCode.FAILED,
                missing ? cause.getMessage() + " does not exist." : "The files of the bundle cannot be read.",
                missing ? "There is no such file or folder." : "The system says: " + reason(cause) + ".",
                missing ? "check the path" : "run this as a user who may read all of them",
                cause);
    }

    private static String reason(IOException cause) {
        return cause instanceof AccessDeniedException
                ? "permission denied for " + cause.getMessage()
                : String.valueOf(cause.getMessage());
    }
}
