package parley.server.problems;

import org.jspecify.annotations.Nullable;

/** An operator's text for people: any characters except NUL, which PostgreSQL cannot store, up to a length. */
public final class FreeText {
    private FreeText() {}

    /**
     * Returns the text if it is valid; null becomes the empty text.
     *
     * @param what the name of the member, for the error
     * @param most characters
     * @throws Problem {@code invalid} if it is not
     */
    public static String check(String what, @Nullable String text, int most) {
        if (text == null) {
            return "";
        }
        if (text.length() > most) {
            throw Problem.invalid(what + " has more than " + most + " characters.", "Shorten it.");
        }
        if (text.indexOf('\0') >= 0) {
            throw Problem.invalid(what + " has a NUL character.", "Remove it.");
        }
        return text;
    }

    /**
     * The same without control characters, which could steer the terminal of a reader; line feeds and tabs may stay.
     *
     * @return the text with line feeds only at the ends of lines
     * @throws Problem {@code invalid} if it is not
     */
    public static String checkPlain(String what, @Nullable String text, int most) {
        String lines = check(what, text, most).replace("\r\n", "\n");
        lines.codePoints().filter(FreeText::isControl).findFirst().ifPresent(control -> {
            throw Problem.invalid(
                    what + String.format(" has the control character U+%04X.", control), "Remove it; send plain text.");
        });
        return lines;
    }

    /**
     * The same in one line: no control characters at all.
     *
     * @throws Problem {@code invalid} if it is not
     */
    public static String checkLine(String what, @Nullable String text, int most) {
        String line = check(what, text, most);
        line.codePoints().filter(Character::isISOControl).findFirst().ifPresent(control -> {
            throw Problem.invalid(
                    what + String.format(" has the control character U+%04X.", control),
                    "Send one line of plain text.");
        });
        return line;
    }

    private static boolean isControl(int character) {
        return Character.isISOControl(character) && character != '\n' && character != '\t';
    }
}
