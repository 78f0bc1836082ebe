package parley.cli.rest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;

/**
 * What a bundle is made from: one folder (its contents), several files and folders (each under its own name), or one archive, which the server unpacks.
 * Symbolic links and special files are refused. Only names, sizes and modes are held in memory.
 */
public final class BundleSource {

    private record Entry(Path file, long size, String mode) {}

    private final SortedMap<String, Entry> files = new TreeMap<>();
    private Optional<Path> archive = Optional.empty();
    private long bytes;

    private BundleSource() {}

    /** Looks at {@code arguments}; nothing is read yet. */
    public static BundleSource of(List<Path> arguments) {
        BundleSource source = new BundleSource();
        try {
            if (arguments.size() == 1 && isArchive(arguments.get(0)) && Files.isRegularFile(arguments.get(0))) {
                source.archive = Optional.of(arguments.get(0));
                source.bytes = Files.size(arguments.get(0));
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
            throw unreadable(e.getCause());
        }
        if (source.files.isEmpty()) {
            throw new CliProblem(
                    ExitCode.USAGE,
                    "There is nothing to roll out.",
                    "A bundle needs at least one file, and " + arguments.get(0) + " has none.",
                    "parley task create DIR with a folder that has files");
        }
        return source;
    }

    /** Files; 0 for an archive, whose contents only the server looks at. */
    public int fileCount() {
        return files.size();
    }

    /** Bytes to be sent, without the headers. */
    public long bytes() {
        return bytes;
    }

    public boolean isArchive() {
        return archive.isPresent();
    }

    /** The body of {@code POST /bundles}. */
    public Multipart multipart(String name, SecureRandom random) {
        Multipart body = new Multipart(random).field("name", name);
        archive.ifPresent(file -> body.file("archive", file.getFileName().toString(), Map.of(), file, bytes));
        files.forEach((path, entry) ->
                body.file("file", path, Map.of("Parley-Mode", entry.mode()), entry.file(), entry.size()));
        return body;
    }

    private static boolean isArchive(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".zip") || name.endsWith(".tar.gz") || name.endsWith(".tgz");
    }

    private void add(Path argument, String prefix) throws IOException {
        if (Files.isDirectory(argument)) {
            Files.walkFileTree(argument, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    // what Parley keeps beside the files that it manages is never part of a bundle
                    boolean own = folder.getFileName() != null
                            && folder.getFileName().toString().equals(".parley");
                    return own ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    String below = slashed(argument.relativize(file));
                    addFile(file, prefix.isEmpty() ? below : prefix + "/" + below, attributes);
                    return FileVisitResult.CONTINUE;
                }
            });
        } else {
            addFile(argument, prefix, Files.readAttributes(argument, BasicFileAttributes.class));
        }
    }

    private void addFile(Path file, String path, BasicFileAttributes attributes) throws IOException {
        if (!attributes.isRegularFile()) {
            String kind = attributes.isSymbolicLink() ? "a symbolic link" : "no regular file";
            throw new CliProblem(
                    ExitCode.USAGE,
                    file + " is " + kind + ".",
                    "A bundle holds regular files only; a link could point elsewhere on the clients.",
                    "put a copy of the file in its place, or leave it out");
        }
        String composed = Normalizer.normalize(path, Normalizer.Form.NFC);
        Entry previous = files.put(composed, new Entry(file, attributes.size(), mode(file)));
        if (previous != null) {
            throw new CliProblem(
                    ExitCode.USAGE,
                    "Two files would both be " + composed + " in the bundle.",
                    previous.file() + " and " + file + " have the same name there.",
                    "give one folder that has both, or rename one of them");
        }
        bytes += attributes.size();
    }

    private static String mode(Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view == null) {
            return "0644";
        }
        Set<PosixFilePermission> permissions = view.readAttributes().permissions();
        int bits = 0;
        for (PosixFilePermission permission : permissions) {
            // the constants stand in the order of the bits: OWNER_READ is 0400, OTHERS_EXECUTE 0001
            bits |= 0400 >> permission.ordinal();
        }
        return String.format("%04o", bits);
    }

    private static String slashed(Path relative) {
        StringBuilder path = new StringBuilder();
        relative.forEach(segment -> path.append(path.isEmpty() ? "" : "/").append(segment));
        return path.toString();
    }

    private static CliProblem unreadable(IOException cause) {
        boolean missing = cause instanceof NoSuchFileException;
        return new CliProblem(
                missing ? ExitCode.USAGE : ExitCode.FAILED,
                missing ? cause.getMessage() + " does not exist." : "The files of the bundle cannot be read.",
                missing ? "There is no such file or folder." : "The system says: " + reason(cause) + ".",
                missing ? "check the path" : "run this as a user who may read all of them",
                null,
                cause);
    }

    private static String reason(IOException cause) {
        return cause instanceof AccessDeniedException
                ? "permission denied for " + cause.getMessage()
                : String.valueOf(cause.getMessage());
    }
}
