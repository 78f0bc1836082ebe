package parley.server.bundles.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** The file system calls whose order makes a blob durable, and the one for the free space. */
interface Disk {

    void sync(FileChannel file) throws IOException;

    void rename(Path from, Path to) throws IOException;

    void syncFolder(Path folder) throws IOException;

    long free(Path folder) throws IOException;

    /** The file system of this machine. */
    Disk REAL = new Disk() {
        private static final boolean FOLDERS_CAN_BE_SYNCED =
                !System.getProperty("os.name").startsWith("Windows");

        @Override
        public void sync(FileChannel file) throws IOException {
            file.force(true);
        }

        @Override
        public void rename(Path from, Path to) throws IOException {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        }

        @Override
        public void syncFolder(Path folder) throws IOException {
            if (FOLDERS_CAN_BE_SYNCED) {
                try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                    channel.force(true);
                }
            }
        }

        @Override
        public long free(Path folder) throws IOException {
            return Files.getFileStore(folder).getUsableSpace();
        }
    };
}
