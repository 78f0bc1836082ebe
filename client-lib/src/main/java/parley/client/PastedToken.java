package parley.client;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import parley.protocol.JoinToken;
import parley.protocol.JoinTokenException;

/**
 * A join token in a text as people paste it: with the command or a prompt before it and words behind it, in quotes of
 * any kind, wrapped into lines, quoted in a mail, with a byte order mark, no-break spaces or other invisible
 * characters. The strict parser of {@link JoinToken} checks each candidate, so nothing is guessed.
 *
 * <p>Only white space, invisible characters, quotation marks at the beginning of a line, and line continuations at its
 * end are removed from a token. A text of more than {@value #LONGEST} characters is not searched. The text is a
 * secret: it is never in an error, and objects of this class hold it as long as they live.
 */
public final class PastedToken {

    /** The longest text that is searched: a token within a mail. */
    public static final int LONGEST = 65_536;

    private static final String START = "parley1_";

    /**
     * More than the longest token of four URLs; a token whose length is not readable yet is shorter than an eighth of
     * it.
     */
    private static final int LONGEST_TOKEN = 2048;

    private static final String CLOSING = "\"'`\u201d\u2019\u201c\u00bb\u00ab\u203a)>]}.,;:!?*";
    private static final String QUOTING = ">|";
    private static final String CONTINUING = "\\`=";

    private final String text;
    private final String flat;
    private final int[] origin;

    private int from = -1;
    private int to;
    private int letters;
    private boolean complete;
    private boolean several;

    private PastedToken(String text) {
        this.text = text;
        StringBuilder kept = new StringBuilder();
        int[] origins = new int[text.length() + 1];
        boolean lineBegins = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r') {
                lineBegins = true;
            } else if (!isUnseen(c) && !(lineBegins && QUOTING.indexOf(c) >= 0) && !continuesLine(i)) {
                lineBegins = false;
                origins[kept.length()] = i;
                kept.append(c);
            }
        }
        this.flat = kept.toString();
        this.origin = origins;
        find();
    }

    /** Looks for a token in {@code text}. */
    public static PastedToken in(CharSequence text) {
        return new PastedToken(text.length() > LONGEST ? "" : text.toString());
    }

    /**
     *  The text in a file or stream: UTF-8, or UTF-16 if its byte order mark or its zeros show it. The mark is
     *  removed.
     */
    public static String decoded(byte[] bytes) {
        if (begins(bytes, 0xEF, 0xBB, 0xBF)) {
            return decoded(bytes, 3, StandardCharsets.UTF_8);
        } else if (begins(bytes, 0xFF, 0xFE)) {
            return decoded(bytes, 2, StandardCharsets.UTF_16LE);
        } else if (begins(bytes, 0xFE, 0xFF)) {
            return decoded(bytes, 2, StandardCharsets.UTF_16BE);
        } else if (bytes.length > 3 && bytes[1] == 0 && bytes[3] == 0) {
            return decoded(bytes, 0, StandardCharsets.UTF_16LE);
        } else if (bytes.length > 3 && bytes[0] == 0 && bytes[2] == 0) {
            return decoded(bytes, 0, StandardCharsets.UTF_16BE);
        }
        return decoded(bytes, 0, StandardCharsets.UTF_8);
    }

    private static boolean begins(byte[] bytes, int... mark) {
        boolean same = bytes.length >= mark.length;
        for (int i = 0; same && i < mark.length; i++) {
            same = (bytes[i] & 0xFF) == mark[i];
        }
        return same;
    }

    private static String decoded(byte[] bytes, int from, Charset charset) {
        return new String(bytes, from, bytes.length - from, charset);
    }

    private static boolean isUnseen(char c) {
        return Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || Character.isISOControl(c)
                || Character.getType(c) == Character.FORMAT; // byte order mark, zero width, soft hyphen, direction
    }

    /** A backslash of a Unix shell, a backtick of PowerShell, an = of quoted-printable: the last of its line. */
    private boolean continuesLine(int i) {
        int next = i + 1;
        while (next < text.length() && (text.charAt(next) == ' ' || text.charAt(next) == '\t')) {
            next++;
        }
        return CONTINUING.indexOf(text.charAt(i)) >= 0
                && next < text.length()
                && (text.charAt(next) == '\n' || text.charAt(next) == '\r');
    }

    private void find() {
        int start = flat.indexOf(START);
        while (start >= 0) {
            int next = flat.indexOf(START, start + 1);
            look(start, next < 0 ? flat.length() : next);
            start = next;
        }
    }

    private void look(int start, int limit) {
        int end = start + START.length();
        while (end < limit && isLetter(flat.charAt(end)) && end - start <= LONGEST_TOKEN) {
            end++;
        }
        for (int cut = start + START.length() + 1; cut <= end; cut++) {
            if ((cut == end || hasGapBefore(cut)) && isToken(flat.substring(start, cut))) {
                several |= complete && !flat.substring(from, to).equals(flat.substring(start, cut));
                complete = true;
                from = start;
                to = cut;
                return;
            }
        }
        if (from < 0) {
            from = start;
            letters = end;
            to = endOfDamaged(start, limit);
        }
    }

    private static boolean isToken(String candidate) {
        try {
            JoinToken.parse(candidate).destroy();
            return true;
        } catch (JoinTokenException e) {
            return false;
        }
    }

    /** Where the damaged token ends: by its declared length, else at the first gap. */
    private int endOfDamaged(int start, int limit) {
        int declared = declaredLength(start, Math.min(limit, start + LONGEST_TOKEN));
        int cut = declared < 0 ? start + START.length() : Math.min(limit, start + declared);
        while (cut < limit && !hasGapBefore(cut)) {
            cut++;
        }
        while (cut > start + START.length() && CLOSING.indexOf(flat.charAt(cut - 1)) >= 0) {
            cut--;
        }
        return cut;
    }

    private boolean hasGapBefore(int index) {
        return index < flat.length() && origin[index] > origin[index - 1] + 1;
    }

    private static boolean isLetter(char c) {
        return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_';
    }

    /**
     * Characters of the token that begins at {@code start}, by its number of URLs and their lengths (docs/protocol.md
     * section 2); -1 if it is too short for that. Characters that no token has count like letters.
     */
    private int declaredLength(int start, int end) {
        int first = start + START.length();
        String encoded = flat.substring(first, first + (end - first) / 4 * 4);
        byte[] bytes = Base64.getUrlDecoder().decode(encoded.replaceAll("[^A-Za-z0-9_-]", "A"));
        int at = 1 + 1 + 16 + 32 + 32 + Long.BYTES;
        int urls = at < bytes.length ? bytes[at] : 0;
        if (urls < 1 || urls > 4) {
            return -1;
        }
        at++;
        for (int i = 0; i < urls; i++) {
            if (at >= bytes.length) {
                return LONGEST_TOKEN;
            }
            at += 1 + (bytes[at] & 0xFF);
        }
        return START.length() + ((at + 4) * 8 + 5) / 6;
    }

    /** Whether the text has no visible character. */
    public boolean isEmpty() {
        return flat.isEmpty();
    }

    /** Whether there are two complete tokens that are not the same. */
    public boolean hasSeveral() {
        return several;
    }

    /** Whether the text ends within a token: more lines may complete it. */
    public boolean isUnfinished() {
        if (complete || from < 0 || letters < flat.length()) {
            return false;
        }
        int declared = declaredLength(from, letters);
        return letters - from < (declared < 0 ? LONGEST_TOKEN / 8 : declared);
    }

    /** Whether the text has an API key, and nothing like a token. */
    public boolean isApiKey() {
        return from < 0 && flat.contains("pak_");
    }

    /**
     * The token; the last of several.
     *
     * @throws JoinTokenException from the strict parser, about the text that is most like a token
     */
    public JoinToken parse() throws JoinTokenException {
        return JoinToken.parse(from < 0 ? "?" : flat.substring(from, to));
    }

    /**
     * Where in the pasted text the error of {@link #parse} is, as text; empty if the error already says it, or has no
     * place.
     */
    public Optional<String> place(JoinTokenException error) {
        if (error.position() == JoinTokenException.NOWHERE
                || from < 0
                || text.strip().equals(flat.substring(from, to))) {
            return Optional.empty();
        }
        int at = origin[Math.min(from + error.position(), to) - 1];
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < at; i++) {
            if (text.charAt(i) == '\n' || text.charAt(i) == '\r' && text.charAt(i + 1) != '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        boolean oneLine = text.strip().lines().count() == 1;
        return Optional.of((oneLine ? "" : "line " + line + ", ") + "character " + (at - lineStart + 1));
    }

    /** Never the text. */
    @Override
    public String toString() {
        return "PastedToken[" + (complete ? "complete" : "not complete") + "]";
    }
}
