package parley.message.json;

import jakarta.json.JsonException;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParserFactory;
import java.io.ByteArrayInputStream;
import java.io.CharArrayReader;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads one JSON object by the rules of §7, as a stream: keeps the members that a {@link Shape} knows, and skips the
 * rest. The streaming parser checks the grammar; this class refuses what the grammar allows and §7 does not. The
 * number of values is bounded before, see {@link JsonBounds}. Of skipped members only the names in open objects are
 * remembered, a bounded number, to find duplicates.
 */
public final class JsonText {

    /** The most names that are remembered at a time, in all open objects. */
    static final int MAX_NAMES = 65_536;

    static final int MAX_DEPTH = 32;

    /** Longer texts are decoded while they are read, so that their characters are never all in memory. */
    private static final int MAX_DECODED_AT_ONCE = 4096;

    /** Characters that are enough for the member {@code type} in first place. */
    private static final int BEGIN = 64;

    private static final String TYPE = "type";
    private static final Pattern INTEGER = Pattern.compile("-?(?:0|[1-9][0-9]{0,15})");
    private static final JsonParserFactory PARSERS = JsonProvider.provider().createParserFactory(Map.of());

    private final JsonParser parser;
    private int names;

    private JsonText(JsonParser parser) {
        this.parser = parser;
    }

    private interface Reading<T> {
        T from(JsonText text) throws MessageException;
    }

    /** The known members of the one object in this text. */
    public static Members parse(byte[] utf8, Shape shape) throws MessageException {
        try {
            return reading(decoded(utf8), text -> text.document(shape));
        } catch (CharacterCodingException e) {
            throw notUtf8();
        }
    }

    /** The member {@code type}. If it comes first, as both ends write it, the rest is not read. */
    public static String type(byte[] utf8) throws MessageException {
        String first = typeInFirstPlace(utf8);
        return first.isEmpty() ? parse(utf8, Shape.of(TYPE)).text(TYPE) : first;
    }

    /** The member {@code type} if it comes first; otherwise, and if this is not JSON, an empty text. */
    public static String typeInFirstPlace(byte[] utf8) {
        try {
            return reading(begin(utf8), JsonText::firstType);
        } catch (MessageException saidByWhoeverReadsAllOfIt) {
            return "";
        }
    }

    private String firstType() throws MessageException {
        boolean first = parser.next() == JsonParser.Event.START_OBJECT
                && parser.next() == JsonParser.Event.KEY_NAME
                && parser.getString().equals(TYPE)
                && parser.next() == JsonParser.Event.VALUE_STRING;
        return first ? text() : "";
    }

    private static <T> T reading(Reader characters, Reading<T> reading) throws MessageException {
        try (JsonParser parser = PARSERS.createParser(characters)) {
            return reading.from(new JsonText(parser));
        } catch (JsonException e) {
            throw e.getCause() instanceof CharacterCodingException
                    ? notUtf8()
                    : MessageException.malformed("this is not one JSON text");
        } catch (NoSuchElementException | IllegalStateException e) {
            throw MessageException.malformed("this is not one JSON text");
        }
    }

    private static MessageException notUtf8() {
        return MessageException.malformed("this is not UTF-8");
    }

    private static Reader decoded(byte[] utf8) throws CharacterCodingException {
        return utf8.length > MAX_DECODED_AT_ONCE
                ? new InputStreamReader(new ByteArrayInputStream(utf8), decoder())
                : reader(decoder().decode(ByteBuffer.wrap(utf8)));
    }

    /** The first characters. What is not UTF-8 ends them, for whoever reads all of it to say so. */
    private static Reader begin(byte[] utf8) {
        CharBuffer characters = CharBuffer.allocate(BEGIN);
        decoder().decode(ByteBuffer.wrap(utf8), characters, false);
        return reader(characters.flip());
    }

    private static Reader reader(CharBuffer characters) {
        return new CharArrayReader(characters.array(), 0, characters.limit());
    }

    // It refuses encoded surrogates and overlong forms; the parser refuses a byte order mark.
    private static CharsetDecoder decoder() {
        return StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    private Members document(Shape shape) throws MessageException {
        if (parser.next() != JsonParser.Event.START_OBJECT) {
            throw MessageException.malformed("a message is a JSON object");
        }
        Members members = members(shape, 1);
        if (parser.hasNext()) {
            throw MessageException.malformed("something follows the JSON object");
        }
        return members;
    }

    private Members members(Shape shape, int depth) throws MessageException {
        Map<String, Object> kept = new HashMap<>();
        Set<String> others = new HashSet<>();
        while (parser.next() != JsonParser.Event.END_OBJECT) {
            String name = text();
            JsonParser.Event event = parser.next();
            if (shape.value(name).isEmpty()) {
                remember(name, others);
                skip(event, depth);
            } else if (kept.put(name, shape.value(name).get().read(this, event, depth)) != null) {
                throw twice(name);
            }
        }
        names -= others.size();
        return new Members(kept);
    }

    /** {@link Members}, or {@link Shape#OTHER}. */
    Object object(Shape shape, JsonParser.Event event, int depth) throws MessageException {
        return event == JsonParser.Event.START_OBJECT ? members(shape, deeper(depth)) : other(event, depth);
    }

    /** A list of the converted elements, or {@link Shape#OTHER}. */
    Object list(String name, JsonParser.Event event, int depth, Shape.Value element) throws MessageException {
        if (event != JsonParser.Event.START_ARRAY) {
            return other(event, depth);
        }
        int within = deeper(depth);
        List<Object> elements = new ArrayList<>();
        for (JsonParser.Event next = parser.next(); next != JsonParser.Event.END_ARRAY; next = parser.next()) {
            checkCount(name, elements.size(), Shape.MAX_ELEMENTS);
            elements.add(element.read(this, next, within));
        }
        return elements;
    }

    /** A map of the converted members, in their order, or {@link Shape#OTHER}. */
    Object map(String name, int most, JsonParser.Event event, int depth, Shape.Value value) throws MessageException {
        if (event != JsonParser.Event.START_OBJECT) {
            return other(event, depth);
        }
        int within = deeper(depth);
        Map<String, Object> map = new LinkedHashMap<>();
        while (parser.next() != JsonParser.Event.END_OBJECT) {
            checkCount(name, map.size(), most);
            String key = text();
            if (map.put(key, value.read(this, parser.next(), within)) != null) {
                throw twice(key);
            }
        }
        return map;
    }

    /**
     * {@link String}, {@link Long} or {@link Boolean}, or {@link Shape#OTHER}; null is wrong for every known member.
     */
    Object scalar(JsonParser.Event event, int depth) throws MessageException {
        return switch (event) {
            case VALUE_STRING -> text();
            case VALUE_NUMBER -> integer(parser.getString());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> other(event, depth);
        };
    }

    private Object other(JsonParser.Event event, int depth) throws MessageException {
        skip(event, depth);
        return Shape.OTHER;
    }

    private void skip(JsonParser.Event event, int depth) throws MessageException {
        switch (event) {
            case START_OBJECT -> skipObject(deeper(depth));
            case START_ARRAY -> skipArray(deeper(depth));
            case VALUE_STRING -> text();
            case VALUE_NUMBER -> integer(parser.getString());
            case VALUE_TRUE, VALUE_FALSE, VALUE_NULL -> {}
            case KEY_NAME, END_OBJECT, END_ARRAY -> throw MessageException.malformed("this is not one JSON text");
        }
    }

    private void skipObject(int depth) throws MessageException {
        Set<String> here = new HashSet<>();
        while (parser.next() != JsonParser.Event.END_OBJECT) {
            remember(text(), here);
            skip(parser.next(), depth);
        }
        names -= here.size();
    }

    private void skipArray(int depth) throws MessageException {
        for (JsonParser.Event event = parser.next(); event != JsonParser.Event.END_ARRAY; event = parser.next()) {
            skip(event, depth);
        }
    }

    private void remember(String name, Set<String> here) throws MessageException {
        if (!here.add(name)) {
            throw twice(name);
        }
        names++;
        if (names > MAX_NAMES) {
            throw MessageException.limit("more than " + MAX_NAMES + " names of unknown members at a time");
        }
    }

    private static void checkCount(String name, int before, int most) throws MessageException {
        if (before == most) {
            throw MessageException.limit("more than " + most + " elements in " + MessageException.quote(name));
        }
    }

    private static MessageException twice(String name) {
        return MessageException.malformed("the member " + MessageException.quote(name) + " is there twice");
    }

    private static int deeper(int depth) throws MessageException {
        if (depth == MAX_DEPTH) {
            throw MessageException.malformed("more than " + MAX_DEPTH + " levels");
        }
        return depth + 1;
    }

    private String text() throws MessageException {
        String text = parser.getString();
        if (Text.hasLoneSurrogate(text)) {
            throw MessageException.malformed("a string with an unpaired surrogate");
        }
        return text;
    }

    private static Long integer(String digits) throws MessageException {
        if (INTEGER.matcher(digits).matches()) {
            long value = Long.parseLong(digits);
            if (Math.abs(value) <= Numbers.MAX) {
                return value;
            }
        }
        throw MessageException.malformed(
                "the number " + MessageException.quote(digits) + " is not an integer within ±(2^53 − 1)");
    }
}
