package parley.server.storage;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A cache of parsed texts, so that a column with the same text in many rows is parsed once. For immutable values only.
 * Bounded by the length of all texts together: the least recently used one is dropped first. Thread-safe.
 *
 * @param <T> the parsed value
 */
public final class ParsedTexts<T> {

    private final Map<String, T> values = new LinkedHashMap<>(16, 0.75f, true);
    private final Function<String, T> parser;
    private final long most;
    private long characters;

    /** @param most the most characters of all cached texts; a longer text is parsed each time */
    public ParsedTexts(long most, Function<String, T> parser) {
        this.most = most;
        this.parser = parser;
    }

    /** The parsed text. Throws what the parser throws; then nothing is cached. */
    public T of(String text) {
        T known = known(text);
        return known != null ? known : remembered(text, parser.apply(text));
    }

    private synchronized @Nullable T known(String text) {
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
