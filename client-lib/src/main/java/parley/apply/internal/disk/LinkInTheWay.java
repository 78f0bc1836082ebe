package parley.apply.internal.disk;

import java.nio.file.FileSystemException;

/** A symbolic link is where a folder was expected. Following it could lead out of the destination. */
public final class LinkInTheWay extends FileSystemException {

    public LinkInTheWay(String path) {
        this(path, "a symbolic link is in the way");
    }

    /** @param why a sentence that names the symbolic link, or what happened to it */
    public LinkInTheWay(String path, String why) {
        super(path, null, why);
    }
}
