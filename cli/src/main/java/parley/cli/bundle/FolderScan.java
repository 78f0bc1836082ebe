package parley.cli.bundle;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;

/** Scans one folder: files, links that stay inside, empty folders, and what is left out. */
final class FolderScan extends SimpleFileVisitor<Path> {

    private final Path root;
    private final String prefix;
    private final IgnoreRules ignore;
    private final Consumer<BundleEntry> found;
    private final Consumer<String> leftOut;
    private final Set<Path> filled = new HashSet<>();

    /** @param prefix of all paths; empty, or the folder's own name */
    FolderScan(Path root, String prefix, IgnoreRules ignore, Consumer<BundleEntry> found, Consumer<String> leftOut) {
        this.root = root;
        this.prefix = prefix;
        this.ignore = ignore;
        this.found = found;
        this.leftOut = leftOut;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
        if (folder.equals(root)) {
            return FileVisitResult.CONTINUE;
        }
        filled.add(folder.getParent());
        // Parley's own folder is never part of a bundle
        if (folder.getFileName().toString().equals(".parley")) {
            return FileVisitResult.SKIP_SUBTREE;
        }
        if (ignore.leavesOut(below(folder), true)) {
            leftOut.accept(path(folder) + "/");
            return FileVisitResult.SKIP_SUBTREE;
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        filled.add(file.getParent());
        if (ignore.leavesOut(below(file), false)) {
            leftOut.accept(path(file));
        } else if (attributes.isSymbolicLink()) {
            String target = target(file);
            found.accept(new BundleEntry(path(file), file, 0, BundleEntry.LINK, Optional.of(target)));
        } else {
            found.accept(file(path(file), file, attributes));
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
        if (failure != null) {
            throw failure;
        }
        if (!folder.equals(root) && !filled.remove(folder)) {
            found.accept(new BundleEntry(path(folder), folder, 0, BundleEntry.FOLDER, Optional.empty()));
        }
        return FileVisitResult.CONTINUE;
    }

    static BundleEntry file(String path, Path file, BasicFileAttributes attributes) throws IOException {
        if (!attributes.isRegularFile()) {
            throw new CliProblem(
                    ExitCode.USAGE,
                    file + " is not a regular file.",
                    "A bundle holds files, links and folders only.",
                    "leave it out, with --exclude or a .parleyignore");
        }
        return new BundleEntry(path, file, attributes.size(), mode(file), Optional.empty());
    }

    /** Set-user-id and the like are sent too: the server leaves them out with a warning. */
    private static String mode(Path file) throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return "0644";
        }
        return String.format("%04o", (int) Files.getAttribute(file, "unix:mode") & 07777);
    }

    /** The target as it is written, or relative if it is absolute and inside. */
    private String target(Path link) throws IOException {
        Path written = Files.readSymbolicLink(link);
        Path folder = link.resolveSibling("");
        Path meant = folder.resolve(written).normalize();
        if (!meant.startsWith(root)) {
            throw new CliProblem(
                    ExitCode.USAGE,
                    link + " is a link that leaves the folder, to " + written + ".",
                    "A bundle carries links that stay inside " + root + "; elsewhere the clients have their own files.",
                    "put a copy of the file in its place, or leave it out: --exclude '/" + below(link) + "'");
        }
        return slashed(written.isAbsolute() ? folder.relativize(meant) : written);
    }

    private String path(Path file) {
        return prefix.isEmpty() ? below(file) : prefix + "/" + below(file);
    }

    private String below(Path file) {
        return slashed(root.relativize(file));
    }

    private static String slashed(Path relative) {
        StringBuilder path = new StringBuilder();
        relative.forEach(segment -> path.append(path.isEmpty() ? "" : "/").append(segment));
        return path.toString();
    }
}
