package parley.server.access;

import jakarta.json.JsonException;
import jakarta.json.stream.JsonParser;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import parley.server.problems.Problem;
import parley.server.storage.JsonValues;

/**
 * Takes at most 256 KiB of a body that is turned into objects, and at most 10 000 values in it, 32 deep, so that nobody, known or not,
 * can fill the memory with one: a value takes many times more memory than its bytes. Resources that read their body as a stream keep
 * their own limits.
 */
@Provider
public class BodyLimit implements ReaderInterceptor {
    /** The largest request is a task with 100 targets, whose selectors may have 32 768 characters, each six bytes in JSON. */
    static final int MOST = 256 * 1024;

    /** Of a body that anybody may send. */
    static final int MOST_OF_UNKNOWN = 4 * 1024;

    static final int MOST_VALUES = 10_000;
    static final int DEEPEST = 32;

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        if (context.getType() != InputStream.class) {
            int most = context.getType() == SignInResource.Credentials.class ? MOST_OF_UNKNOWN : MOST;
            byte[] body = context.getInputStream().readNBytes(most + 1);
            if (body.length > most) {
                throw tooLarge("is larger than " + most + " bytes");
            }
            if (MediaType.APPLICATION_JSON_TYPE.isCompatible(context.getMediaType())) {
                checkValues(body);
            }
            context.setInputStream(new ByteArrayInputStream(body));
        }
        return context.proceed();
    }

    /** Looks at the values one by one, keeping none. A body that is no JSON passes: whoever reads it will say so. */
    private static void checkValues(byte[] body) {
        int values = 0;
        int depth = 0;
        try (JsonParser parser = JsonValues.parser(new ByteArrayInputStream(body))) {
            while (parser.hasNext()) {
                switch (parser.next()) {
                    case START_ARRAY, START_OBJECT -> depth++;
                    case END_ARRAY, END_OBJECT -> depth--;
                    default -> {
                        // a name, or a value that has no values in it
                    }
                }
                values++;
                if (values > MOST_VALUES) {
                    throw tooLarge("has more than " + MOST_VALUES + " names and values");
                }
                if (depth > DEEPEST) {
                    throw Problem.invalid(
                            "The body is nested more than " + DEEPEST + " deep.",
                            "GET /openapi describes every request; none needs as much.");
                }
            }
        } catch (JsonException unreadable) {
            return;
        }
    }

    private static Problem tooLarge(String because) {
        return new Problem(
                413,
                "too_large",
                "The request is too large",
                "The body " + because + ".",
                "GET /openapi describes every request; none needs as much.");
    }
}
