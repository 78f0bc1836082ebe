package parley.server.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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
        body = new ByteArrayInputStream(new byte[BodyLimit.MOST]);

        assertThat(limit.aroundReadFrom(reading(String.class))).isEqualTo("proceeded");
        assertThat(body.readAllBytes()).hasSize(BodyLimit.MOST);
    }

    @Test
    void whoIsNotKnownMaySendLess() {
        body = new ByteArrayInputStream(new byte[BodyLimit.MOST_OF_UNKNOWN + 1]);

        assertThatThrownBy(() -> limit.aroundReadFrom(reading(SignInResource.Credentials.class)))
                .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.detail())
                        .isEqualTo("The body is larger than 4096 bytes."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{}", "\"\"", "{\"\":{\"\":0}}"})
    void manyValuesAreTooLargeBeforeTheyBecomeObjects(String value) {
        body = json("[" + (value + ",").repeat(12_000) + "0]");

        assertThatThrownBy(() -> limit.aroundReadFrom(reading(String.class)))
                .isInstanceOfSatisfying(Problem.class, problem -> {
                    assertThat(problem.status()).isEqualTo(413);
                    assertThat(problem.detail()).isEqualTo("The body has more than 10000 names and values.");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"\":", "[{\"a\":"})
    void deepNestingIsRefusedBeforeItBecomesObjects(String deeper) {
        body = json(deeper.repeat(40_000));

        assertThatThrownBy(() -> limit.aroundReadFrom(reading(String.class)))
                .isInstanceOfSatisfying(Problem.class, problem -> {
                    assertThat(problem.status()).isEqualTo(400);
                    assertThat(problem.detail()).isEqualTo("The body is nested more than 32 deep.");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "nonsense", "{\"name\":\"x\"}", "[[[[1]]]]"})
    void anyOtherBodyIsLeftToWhoeverReadsIt(String text) throws IOException {
        body = json(text);

        assertThat(limit.aroundReadFrom(reading(String.class))).isEqualTo("proceeded");
        assertThat(body.readAllBytes()).asString(UTF_8).isEqualTo(text);
    }

    private static InputStream json(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
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
                    case "getMediaType" -> MediaType.APPLICATION_JSON_TYPE;
                    case "getInputStream" -> body;
                    case "setInputStream" -> body = (InputStream) arguments[0];
                    case "proceed" -> "proceeded";
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
