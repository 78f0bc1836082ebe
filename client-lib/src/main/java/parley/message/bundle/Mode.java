package parley.message.bundle;

import java.util.Objects;
import java.util.regex.Pattern;
import parley.message.json.MessageException;

/**
 * The kind of an entry and its permissions: a file's are {@code 0000} to {@code 0777} (without set-user-id and the
 * like), a link and an empty folder have none.
 *
 * @param bits the permissions of a file; 0 with the other kinds
 */
public record Mode(Kind kind, int bits) {

    /** The kind of an entry. */
    public enum Kind {
        FILE,
        /** A symbolic link; its content is its target, see {@link LinkTarget}. */
        LINK,
        /** A folder in which the bundle has nothing. */
        FOLDER
    }

    /** A symbolic link, without permissions. */
    public static final Mode LINK = new Mode(Kind.LINK, 0);

    /** An empty folder, without permissions. */
    public static final Mode FOLDER = new Mode(Kind.FOLDER, 0);

    private static final Pattern FORM = Pattern.compile("0[0-7]{3}");
    private static final int MAX = 0777;
    private static final String LINK_WORD = "link";
    private static final String FOLDER_WORD = "dir";

    /** @throws IllegalArgumentException when there are other bits than a file's nine permissions */
    public Mode {
        Objects.requireNonNull(kind);
        if (bits < 0 || bits > MAX) {
            throw new IllegalArgumentException("a mode is 0000 to 0777");
        }
        if (kind != Kind.FILE && bits != 0) {
            throw new IllegalArgumentException("only a file has permissions");
        }
    }

    /**
     * The permissions of a file.
     *
     * @throws IllegalArgumentException when there are other bits than the nine permissions
     */
    public Mode(int bits) {
        this(Kind.FILE, bits);
    }

    /**
     * The mode written as four octal digits, {@code link} or {@code dir}.
     *
     * @throws IllegalArgumentException when the text has another form
     */
    public static Mode parse(String text) {
        if (text.equals(LINK_WORD)) {
            return LINK;
        }
        if (text.equals(FOLDER_WORD)) {
            return FOLDER;
        }
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException(MessageException.quote(text) + " is not a mode like 0644, link or dir");
        }
        return new Mode(Integer.parseInt(text, 8));
    }

    /** Four octal digits, for example {@code 0644}; {@code link} and {@code dir} for the other kinds. */
    public String text() {
        return switch (kind) {
            case FILE -> String.format("%04o", bits);
            case LINK -> LINK_WORD;
            case FOLDER -> FOLDER_WORD;
        };
    }

    @Override
    public String toString() {
        return text();
    }
}
