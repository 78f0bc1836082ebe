package parley.server.it;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A folder with everything below it. */
final class FolderContents {

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private FolderContents() {}

    /** Deletes it, also while a server that is just ending deletes its own files there. */
    static void delete(Path folder) throws IOException {
        try {
            Await.until(folder + " is deleted", DEADLINE, () -> deletedAtOnce(folder));
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private static boolean deletedAtOnce(Path folder) throws IOException {
        try {
            Files.walkFileTree(folder, new Deleting());
            return true;
        } catch (NoSuchFileException | DirectoryNotEmptyException somebodyElseIsAtIt) {
            return Files.notExists(folder);
        }
    }

    /** {@code path → content} of the files of a bundle's folder, without what Parley keeps there for itself. */
    static Map<String, String> files(Path folder) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String path = folder.relativize(file).toString();
                if (!path.startsWith(".parley")) {
                    files.put(path, Files.readString(file));
                }
            }
        }
        return files;
    }

    private static final class Deleting extends SimpleFileVisitor<Path> {

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
