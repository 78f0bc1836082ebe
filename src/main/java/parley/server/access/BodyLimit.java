package parley.server.access;

import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import parley.server.problems.Problem;

/**
 * Takes at most 1 MiB of a body that is turned into objects, so that nobody, known or not, can fill the memory with one.
 * Resources that read their body as a stream keep their own limits.
 */
@Provider
public class BodyLimit implements ReaderInterceptor {
    static final int MOST = 1024 * 1024;

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        if (context.getType() != InputStream.class) {
            byte[] body = context.getInputStream().readNBytes(MOST + 1);
            if (body.length > MOST) {
                throw new Problem(
                        413,
                        "too_large",
                        "The request is too large",
                        "The body is larger than " + MOST + " bytes.",
                        "GET /openapi describes every request; none needs as much.");
            }
            context.setInputStream(new ByteArrayInputStream(body));
        }
        return context.proceed();
    }
}
