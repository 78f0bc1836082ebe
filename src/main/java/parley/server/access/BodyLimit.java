package parley.server.access;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonException;
import jakarta.json.stream.JsonParser;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import parley.server.problems.Problem;
import parley.server.storage.JsonValues;

/**
 * Accepts at most 256 KiB of a body that becomes objects, with at most 10 000 values, 32 deep, so that no caller can
 * fill the memory: a value takes many times more memory than its bytes. A slow body holds the request's thread, so
 * only some of the threads may wait for bodies, and none much longer than {@code parley.limits.request.time}.
 * Resources that read their body as a stream keep their own limits.
 */
@Provider
@ApplicationScoped
public class BodyLimit implements ReaderInterceptor {
    /**
     * The largest request is a task with 100 targets, whose selectors may have 32 768 characters, each six bytes in
     * JSON.
     */
    static final int MOST = 256 * 1024;

    /** The most bytes of a body that anybody may send. */
    static final int MOST_OF_UNKNOWN = 4 * 1024;

    /** How many bodies may be waited for at a time; the container has 200 threads for requests. */
    static final int AT_ONCE = 48;

    /** The same for bodies that anybody may send. */
    static final int AT_ONCE_OF_UNKNOWN = 16;

    private static final int PIECE = 4_096;

    static final int MOST_VALUES = 10_000;
    static final int DEEPEST = 32;

    /** How long to wait for one body. */
    @Inject
    @ConfigProperty(name = "parley.limits.request.time")
    Duration patience;

    private final Semaphore places = new Semaphore(AT_ONCE);
    private final Semaphore placesOfUnknown = new Semaphore(AT_ONCE_OF_UNKNOWN);

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        if (context.getType() != InputStream.class) {
            boolean known = !FromAnybody.class.isAssignableFrom(context.getType());
            byte[] body = known
                    ? read(context.getInputStream(), MOST, places)
                    : read(context.getInputStream(), MOST_OF_UNKNOWN, placesOfUnknown);
            if (MediaType.APPLICATION_JSON_TYPE.isCompatible(context.getMediaType())) {
                checkValues(body);
            }
            context.setInputStream(new ByteArrayInputStream(body));
        }
        return context.proceed();
    }

    private byte[] read(InputStream in, int most, Semaphore free) throws IOException {
        if (!free.tryAcquire()) {
            throw new Problem(
                    503,
                    "busy",
                    "Too many requests are being received",
                    "The server already waits for the bodies of as many requests as it may.",
                    "Try again in some seconds.");
        }
        try {
            return read(in, most);
        } finally {
            free.release();
        }
    }

    private byte[] read(InputStream in, int most) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] piece = new byte[PIECE];
        for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
            body.write(piece, 0, count);
            if (body.size() > most) {
                throw tooLarge("is larger than " + most + " bytes");
            }
            if (System.nanoTime() > deadline) {
                throw new Problem(
                        408,
                        "too_slow",
                        "The request comes too slowly",
                        "The body was not complete after " + patience.toSeconds() + " seconds.",
                        "Try again over a better connection; a proxy in front can buffer slow requests.");
            }
        }
        return body.toByteArray();
    }

    /** Reads the values one by one and keeps none. A body that is not JSON passes: its reader will refuse it. */
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
