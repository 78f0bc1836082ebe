package parley.apply.internal.compare;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import parley.apply.Comparison;

/** Compares the contents of two states of a file, if they are text and not too large. */
public final class TextComparison {
    private TextComparison() {}

    /** No comparison, and why. */
    static Comparison none(String why) {
        return new Comparison(Optional.empty(), why);
    }

    /** From the old content to the new one. */
    static Comparison between(byte[] old, byte[] now) {
        Optional<String> oldText = text(old);
        Optional<String> newText = text(now);
        if (oldText.isEmpty() || newText.isEmpty()) {
            return none("not text, or more than " + Comparison.MOST_BYTES / 1024 + " KiB");
        }
        Optional<List<String>> lines = UnifiedDiff.between(oldText.get(), newText.get());
        if (lines.isEmpty()) {
            return none("too many lines differ");
        }
        List<String> shown = lines.get();
        if (shown.isEmpty()) {
            return none("the contents are equal");
        }
        String all = printable(String.join("", shown.subList(0, Math.min(Comparison.MOST_LINES, shown.size()))));
        int left = Math.max(0, shown.size() - Comparison.MOST_LINES);
        return new Comparison(Optional.of(all), left == 0 ? "" : left + " more lines");
    }

    /** The content as text; empty if it is not text, or too large. */
    static Optional<String> text(byte[] content) {
        if (content.length > Comparison.MOST_BYTES) {
            return Optional.empty();
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
            return Optional.of(text).filter(t -> t.indexOf('\0') < 0);
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
    }

    /** Makes control characters and bidirectional controls visible. */
    private static String printable(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (c == '\n' || c == '\t' || !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT) {
                shown.appendCodePoint(c);
            } else if (c < ' ') {
                shown.appendCodePoint('\u2400' + c);
            } else {
                shown.append(String.format("<U+%04X>", c));
            }
        });
        return shown.toString();
    }
}
