package parley.message.json;

import java.util.OptionalInt;

/**
 * Bounds the memory of reading a JSON text, with one pass over its bytes that builds nothing. It is not a parser and
 * does not check that the text is JSON. Every value costs a reader memory, however short its text is, so values are
 * counted, not only bytes: {@link #cost} is the bound.
 *
 * @param values the most values, of arrays and objects too; a member counts as two, its name and its value
 * @param depth the most levels: a deeper text ends the pass, and the reader refuses it
 * @param token the longest string or number, in bytes of the text between its quotes
 */
public record JsonBounds(int values, int depth, int token) {

    /**
     * For messages of Parley/1: an inventory of 35 000 files, which fills the largest message; a string of 1 MiB, far
     * above the longest text that has a meaning.
     */
    public static final JsonBounds MESSAGE = new JsonBounds(300_000, JsonText.MAX_DEPTH, 1024 * 1024);

    private static final int BYTES_FOR_A_BYTE = 4;
    private static final int BYTES_FOR_A_VALUE = 100;

    /** The memory in bytes, at most, in which a text of so many bytes and values can be read. */
    public static long cost(int bytes, int values) {
        return (long) BYTES_FOR_A_BYTE * bytes + (long) BYTES_FOR_A_VALUE * values;
    }

    /**
     * How many values the text has; empty if it exceeds the bounds; the first violation ends the pass. Uses no memory
     * of its own.
     */
    public OptionalInt count(byte[] json) {
        int count = 1;
        int length = 0;
        int level = 0;
        boolean inString = false;
        for (int i = 0; i < json.length; i++) {
            byte b = json[i];
            if (inString) {
                if (b == '"') {
                    inString = false;
                    length = 0;
                } else {
                    length += b == '\\' ? 2 : 1;
                    i += b == '\\' ? 1 : 0;
                }
            } else if (b == '"') {
                inString = true;
                length = 0;
            } else if (b == ',' || b == ':' || b == '[' || b == '{') {
                count++;
                length = 0;
                level += b == '[' || b == '{' ? 1 : 0;
            } else if (b == ']' || b == '}') {
                level--;
                length = 0;
            } else {
                length++;
            }
            if (level > depth) {
                return OptionalInt.of(count);
            }
            if (count > values || length > token) {
                return OptionalInt.empty();
            }
        }
        return OptionalInt.of(count);
    }
}
