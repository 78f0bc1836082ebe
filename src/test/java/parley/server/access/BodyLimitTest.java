package parley.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;
import parley.server.problems.Problem;

class BodyLimitTest {
    private final BodyLimit limit = new BodyLimit();
    private InputStream body;

    @Test
    void bodyWithoutEndIsTooLargeBeforeItFillsTheMemory() {
        body = endless();

        assertThatThrownBy(() -> limit.aroundReadFrom(reading(SignInResource.Credentials.class)))
                .isInstanceOfSatisfying(Problem.class, problem -> {
                    assertThat(problem.status()).isEqualTo(413);
                    assertThat(problem.code()).isEqualTo("too_large");
                });
    }

    @Test
    void bodyOfTheGreatestSizeIsReadWhole() throws IOException {
        body = new java.io.ByteArrayInputStream(new byte[BodyLimit.MOST]);

        assertThat(limit.aroundReadFrom(reading(String.class))).isEqualTo("proceeded");
        assertThat(body.readAllBytes()).hasSize(BodyLimit.MOST);
    }

    @Test
    void uploadsAreNotKeptInMemory() throws IOException {
        InputStream upload = endless();
        body = upload;

        limit.aroundReadFrom(reading(InputStream.class));

        assertThat(body).isSameAs(upload);
    }

    private static InputStream endless() {
        return new InputStream() {
            @Override
            public int read() {
                return ' ';
            }
        };
    }

    private ReaderInterceptorContext reading(Class<?> type) {
        return (ReaderInterceptorContext) Proxy.newProxyInstance(
                BodyLimitTest.class.getClassLoader(),
                new Class<?>[] {ReaderInterceptorContext.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getType" -> type;
                    case "getInputStream" -> body;
                    case "setInputStream" -> body = (InputStream) arguments[0];
                    case "proceed" -> "proceeded";
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
