package parley.cli.rest;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Files and folders that only this user may read, where the system has such permissions. */
final class PrivateFiles {

    private PrivateFiles() {}

    /**
     * Writes a file in the place of one of the same name: others see the old text or the new one. Creates the folder.
     *
     * @throws IOException also if the folder belongs to another user, or others may write to it
     */
    static Path write(OwnFiles own, Path folder, String name, String text) throws IOException {
        Path temporary = folder.resolve(name + ".new");
        createFolder(folder);
        if (!own.isOwn(folder)) {
            throw new IOException(folder + " belongs to another user, or others may write to it");
        }
        Files.deleteIfExists(temporary);
        Files.createFile(temporary, attributes(folder, "rw-------"));
        Files.writeString(temporary, text);
        return Files.move(
                temporary, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void createFolder(Path folder) throws IOException {
        try {
            Files.createDirectories(folder, attributes(folder, "rwx------"));
        } catch (FileAlreadyExistsException e) {
            throw new IOException(folder + " is not a folder", e);
        }
    }

    /** What makes a new file or folder with these permissions, where the system has them. */
    static FileAttribute<?>[] attributes(Path path, String permissions) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
