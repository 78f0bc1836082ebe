package parley.server.storage;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Remembers what texts were parsed to, so that a column with the same text in many rows is parsed once. For immutable
 * values only. Bounded by the length of all texts together: the one that was not asked for the longest goes first.
 * Thread-safe.
 *
 * @param <T> what a text is parsed to
 */
public final class ParsedTexts<T> {

    private final Map<String, T> values = new LinkedHashMap<>(16, 0.75f, true);
    private final Function<String, T> parser;
    private final long most;
    private long characters;

    /** @param most the characters of all texts that are remembered; a longer text is parsed each time */
    public ParsedTexts(long most, Function<String, T> parser) {
        this.most = most;
        this.parser = parser;
    }

    /** What the parser makes of the text. Throws what the parser throws, and remembers nothing then. */
    public T of(String text) {
        T known = known(text);
        return known != null ? known : remembered(text, parser.apply(text));
    }

    private synchronized T known(String text) {
        return values.get(text);
    }

    private synchronized T remembered(String text, T value) {
        if (text.length() <= most && values.put(text, value) == null) {
            characters += text.length();
            for (Iterator<String> eldest = values.keySet().iterator(); characters > most; ) {
                characters -= eldest.next().length();
                eldest.remove();
            }
        }
        return value;
    }
}
