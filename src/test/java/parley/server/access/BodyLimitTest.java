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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.server.access.api.SignInResource;
import parley.server.problems.Problem;

class BodyLimitTest {
    private final BodyLimit limit = new BodyLimit();
    private InputStream body;

    @BeforeEach
    void waitForHalfAMinute() {
        limit.patience = Duration.ofSeconds(30);
    }

    @Test
    void bodyThatIsNotCompleteInTimeIsGivenUp() {
        limit.patience = Duration.ZERO;
        body = new ByteArrayInputStream(new byte[1]);

        assertThatThrownBy(() -> limit.aroundReadFrom(reading(String.class)))
                .isInstanceOfSatisfying(Problem.class, problem -> {
                    assertThat(problem.status()).isEqualTo(408);
                    assertThat(problem.code()).isEqualTo("too_slow");
                    assertThat(problem.detail()).isEqualTo("The body was not complete after 0 seconds.");
                });
    }

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
    void strangersWhoSendSlowlyHoldFewThreadsAndKeepNobodyOutWhoIsKnown() throws Exception {
        CountDownLatch reading = new CountDownLatch(BodyLimit.AT_ONCE_OF_UNKNOWN);
        CountDownLatch goOn = new CountDownLatch(1);
        body = slow(reading, goOn);
        ReaderInterceptorContext theirs = reading(SignInResource.Credentials.class);
        List<CompletableFuture<Object>> slow = new ArrayList<>();
        for (int i = 0; i < BodyLimit.AT_ONCE_OF_UNKNOWN; i++) {
            CompletableFuture<Object> one = new CompletableFuture<>();
            Thread thread = new Thread(() -> one.complete(proceeded(theirs)));
            thread.setDaemon(true);
            thread.start();
            slow.add(one);
        }
        assertThat(reading.await(30, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(() -> limit.aroundReadFrom(theirs))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(503));
        body = new ByteArrayInputStream(new byte[1]);
        assertThat(limit.aroundReadFrom(reading(String.class))).isEqualTo("proceeded");

        goOn.countDown();
        for (CompletableFuture<Object> one : slow) {
            assertThat(one.get(30, TimeUnit.SECONDS)).isEqualTo("proceeded");
        }
    }

    private Object proceeded(ReaderInterceptorContext context) {
        try {
            return limit.aroundReadFrom(context);
        } catch (IOException e) {
            return e;
        }
    }

    private static InputStream slow(CountDownLatch reading, CountDownLatch goOn) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                reading.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                return -1;
            }
        };
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
