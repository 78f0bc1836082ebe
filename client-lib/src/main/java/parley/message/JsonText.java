package parley.message;

import jakarta.json.JsonException;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParserFactory;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.regex.Pattern;

/**
 * Reads one JSON object by the rules of §7. The values of the result are {@link Members}, {@link List}, {@link String},
 * {@link Long}, {@link Boolean} and {@link #NULL}. The grammar is left to the streaming parser; what the grammar allows
 * and §7 does not is refused here.
 */
final class JsonText {

    /** Stands for null, which is a wrong value for every member that is known. */
    static final Object NULL = new Object();

    static final int MAX_DEPTH = 32;
    private static final Pattern INTEGER = Pattern.compile("-?(?:0|[1-9][0-9]{0,15})");
    private static final JsonParserFactory PARSERS = JsonProvider.provider().createParserFactory(Map.of());

    private final JsonParser parser;

    private JsonText(JsonParser parser) {
        this.parser = parser;
    }

    static Members parse(byte[] utf8) throws MessageException {
        if (JsonBounds.MESSAGE.count(utf8).isEmpty()) {
            throw MessageException.limit("too many values, or too long a string, in one message");
        }
        try (JsonParser parser = PARSERS.createParser(reader(utf8))) {
            return new JsonText(parser).document();
        } catch (JsonException | NoSuchElementException | IllegalStateException e) {
            throw MessageException.malformed("this is not one JSON text");
        }
    }

    // The decoder refuses encoded surrogates and overlong forms; a byte order mark is left for the parser to trip over.
    private static Reader reader(byte[] utf8) {
        return new InputStreamReader(
                new ByteArrayInputStream(utf8),
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
    }

    private Members document() throws MessageException {
        if (parser.next() != JsonParser.Event.START_OBJECT) {
            throw MessageException.malformed("a message is a JSON object");
        }
        Members members = object(1);
        if (parser.hasNext()) {
            throw MessageException.malformed("something follows the JSON object");
        }
        return members;
    }

    private Members object(int depth) throws MessageException {
        Map<String, Object> members = new LinkedHashMap<>();
        while (parser.next() != JsonParser.Event.END_OBJECT) {
            String name = text();
            if (members.put(name, value(parser.next(), depth)) != null) {
                throw MessageException.malformed("the member " + MessageException.quote(name) + " is there twice");
            }
        }
        return new Members(members);
    }

    private List<Object> array(int depth) throws MessageException {
        List<Object> elements = new ArrayList<>();
        for (JsonParser.Event event = parser.next(); event != JsonParser.Event.END_ARRAY; event = parser.next()) {
            elements.add(value(event, depth));
        }
        return elements;
    }

    private Object value(JsonParser.Event event, int depth) throws MessageException {
        return switch (event) {
            case START_OBJECT -> object(deeper(depth));
            case START_ARRAY -> array(deeper(depth));
            case VALUE_STRING -> text();
            case VALUE_NUMBER -> integer(parser.getString());
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            case VALUE_NULL -> NULL;
            case KEY_NAME, END_OBJECT, END_ARRAY -> throw MessageException.malformed("this is not one JSON text");
        };
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
