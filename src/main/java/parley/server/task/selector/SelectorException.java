package parley.server.task.selector;

/** A text that is not a selector. The message says where and why, for the person who wrote it. */
public final class SelectorException extends Exception {

    private final int position;

    SelectorException(int position, String message) {
        super(message);
        this.position = position;
    }

    /** The position of the error, counted from 1; one after the last character if something is missing there. */
    public int position() {
        return position;
    }
}
