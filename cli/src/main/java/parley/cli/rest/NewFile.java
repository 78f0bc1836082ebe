package parley.cli.rest;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** A file that is made for its owner only, in the place of one that an earlier download left. */
public record NewFile(Path path) {

    OutputStream open() throws IOException {
        Files.deleteIfExists(path);
        return Channels.newOutputStream(FileChannel.open(
                path,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PrivateFiles.attributes(path, "rw-------")));
    }
}
