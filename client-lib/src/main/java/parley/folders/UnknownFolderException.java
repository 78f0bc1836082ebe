package parley.folders;

/** There is no place for a folder: neither its own variable nor a home folder is known. The text says what to do. */
public final class UnknownFolderException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    private final String what;
    private final String why;
    private final String variable;

    UnknownFolderException(String what, String why, String variable) {
        super(what);
        this.what = what;
        this.why = why;
        this.variable = variable;
    }

    /** What happened, as a sentence. The message is the same. */
    public String what() {
        return what;
    }

    /** Why, as a sentence. */
    public String why() {
        return why;
    }

    /** The environment variable that names such a folder, {@code XDG_STATE_HOME} for example. */
    public String variable() {
        return variable;
    }
}
