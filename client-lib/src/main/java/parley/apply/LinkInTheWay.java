package parley.apply;

import java.nio.file.FileSystemException;

/** A symbolic link stands where a folder was expected. Following it could lead out of the destination. */
final class LinkInTheWay extends FileSystemException {

    LinkInTheWay(String path) {
        super(path, null, "a symbolic link is in the way");
    }
}
