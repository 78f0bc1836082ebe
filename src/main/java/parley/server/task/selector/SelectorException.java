package parley.server.task.selector;

/** A text that is no selector. The message says where and why, in words for the person who wrote it. */
public final class SelectorException extends Exception {

    private final int position;

    SelectorException(int position, String message) {
        super(message);
        this.position = position;
    }

    /**
     * The character, counted from 1, at which it went wrong; one more than there are when something is missing there.
     */
    public int position() {
        return position;
    }
}
