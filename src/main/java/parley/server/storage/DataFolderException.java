package parley.server.storage;

/** The data folder cannot be used; the message says why, for the person who runs the server. */
public class DataFolderException extends RuntimeException {
    public DataFolderException(String message) {
        super(message);
    }

    public DataFolderException(String message, Throwable cause) {
        super(message, cause);
    }
}
