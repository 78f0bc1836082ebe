package parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import parley.client.internal.store.MessageFile;
import parley.message.Answer;
import parley.message.Cancel;
import parley.message.ClientState;
import parley.message.Fetch;
import parley.message.Hello;
import parley.message.Message;
import parley.message.Position;
import parley.message.Reason;
import parley.message.Report;
import parley.protocol.CloseCode;

/**
 * Updates that are cut off by the network, by the end of the process, or by the operator, and go on or end as they
 * should.
 */
class InterruptedUpdateTest extends ClientFixture {

    InterruptedUpdateTest() {
        server.file("empty", "");
    }

    static Stream<String> moments() {
        return Stream.of(
                "Hello", "Inventory", "Answer", "Fetch", "DOWNLOADING", "STAGED", "APPLYING", "CHECKING", "SUCCEEDED");
    }

    private static boolean is(Message message, String moment) {
        return message instanceof Report report
                ? report.state().name().equals(moment)
                : message.getClass().getSimpleName().equals(moment);
    }

    @ParameterizedTest
    @MethodSource("moments")
    void aConnectionThatBreaksBeforeTheServerTookAMessageIsTakenUpAgain(String moment) throws Exception {
        server.cutBefore = message -> is(message, moment);

        assertThat(run().state()).isEqualTo(ClientState.SUCCEEDED);

        assertEverythingHappenedOnce();
    }

    @ParameterizedTest
    @MethodSource("moments")
    void aConnectionThatBreaksBeforeTheClientHeardTheAnswerIsTakenUpAgain(String moment) throws Exception {
        server.cutAfter = message -> is(message, moment);

        assertThat(run().state()).isEqualTo(ClientState.SUCCEEDED);

        assertEverythingHappenedOnce();
    }

    private void assertEverythingHappenedOnce() {
        assertThat(server.tries).hasSize(2);
        assertThat(handler.count("apply")).isEqualTo(1);
        assertThat(handler.count("decide")).isEqualTo(1);
        assertThat(server.reportedStates())
                .containsExactly(
                        ClientState.DOWNLOADING,
                        ClientState.STAGED,
                        ClientState.APPLYING,
                        ClientState.CHECKING,
                        ClientState.SUCCEEDED);
        assertThat(server.reports).extracting(Report::seq).doesNotHaveDuplicates();
        assertThat(handler.files).containsOnlyKeys("a.conf", "empty");
    }

    @Test
    void aReportIsOnTheDiskBeforeTheServerHearsIt() throws Exception {
        List<Boolean> found = new ArrayList<>();
        server.instead = (session, message) -> {
            if (message instanceof Report report) {
                found.add(onDisk(report));
            }
            server.answer(session, message);
        };

        run();

        assertThat(found).hasSize(5).containsOnly(true);
    }

    private boolean onDisk(Report report) {
        try (Stream<Path> files = Files.walk(folder)) {
            Path reports = files.filter(f -> f.endsWith("reports")).findFirst().orElseThrow();
            return new MessageFile(reports).read().contains(report);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void anotherRunGoesOnWhereAStoppedOneStood() throws Exception {
        UpdateClient stopped = client().build();
        server.instead = (session, message) -> {
            if (message instanceof Report report && report.state() == ClientState.STAGED) {
                server.instead = null;
                server.heard.add(message);
                new Thread(stopped::close).start();
            } else {
                server.answer(session, message);
            }
        };
        assertThatThrownBy(stopped::run).isInstanceOf(InterruptedException.class);

        assertThat(run().state()).isEqualTo(ClientState.SUCCEEDED);

        assertThat(server.heard(Fetch.class)).hasSize(1);
        assertThat(handler.count("decide")).isEqualTo(1);
        assertThat(handler.count("apply")).isEqualTo(1);
        assertThat(server.heard(Hello.class).get(1).resume()).contains(new Position(1, 1));
    }

    @Test
    void anApplyThatACrashCutOffIsReportedFromWhatTheHandlerRecovered() throws Exception {
        crashWhileApplying();
        handler.recovered =
                Optional.of(new Recovered("o-1", Applied.rolledBack(Reason.INTERNAL, "the power failed", "")));

        Outcome outcome = run();

        assertThat(outcome.state()).isEqualTo(ClientState.ROLLED_BACK);
        assertThat(outcome.changes()).isEqualTo(2);
        assertThat(handler.calls).doesNotContain("apply");
        assertThat(server.lastReport().orElseThrow().detail()).contains("the power failed");
    }

    @Test
    void anApplyThatHadNotBegunBeforeTheCrashIsDoneInTheNextRun() throws Exception {
        crashWhileApplying();

        assertThat(run().state()).isEqualTo(ClientState.SUCCEEDED);

        assertThat(handler.count("apply")).isEqualTo(1);
        assertThat(server.heard(Fetch.class)).hasSize(1);
    }

    // The state folder as it is after a kill between the server's proceed and the handler's first step.
    private void crashWhileApplying() throws Exception {
        MemoryHandler crashing = new MemoryHandler();
        crashing.result = Applied.failed(Reason.INTERNAL, "never heard of", "");
        UpdateListener killer = new UpdateListener() {
            @Override
            public void state(ClientState state) {
                if (state == ClientState.APPLYING) {
                    copy(folder.resolve("state"), folder.resolve("copy"));
                }
            }
        };
        List<Report> before = new ArrayList<>();
        try (UpdateClient client = client().handler(crashing).listener(killer).build()) {
            client.run();
        }
        handler.staging.putAll(crashing.staging);
        synchronized (server.reports) {
            server.reports.stream().filter(r -> r.seq() <= 3).forEach(before::add);
            server.reports.clear();
            server.reports.addAll(before);
        }
        server.clientState = ClientState.APPLYING;
        copy(folder.resolve("copy"), folder.resolve("state"));
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Path target = to.resolve(from.relativize(path));
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else if (!path.toString().endsWith(".lock")) {
                    Files.copy(path, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aPushedCancelEndsTheDownload() throws Exception {
        server.instead = (session, message) -> {
            if (message instanceof Fetch) {
                session.send(new Cancel("wrong bundle"));
            } else {
                server.answer(session, message);
            }
        };

        Outcome outcome = run();

        assertThat(outcome.state()).isEqualTo(ClientState.CANCELLED);
        assertThat(outcome.reason()).contains(Reason.CANCELLED);
        assertThat(outcome.detail()).isEqualTo("wrong bundle");
        assertThat(handler.calls).contains("abandoned o-1").doesNotContain("apply");
    }

    @Test
    void anOfferThatReplacesAnotherIsDecidedAnew() throws Exception {
        server.instead = (session, message) -> {
            if (message instanceof Answer && server.offerId.equals("o-1")) {
                server.offerId = "o-2";
                session.send(server.offer());
            } else {
                server.answer(session, message);
            }
        };

        assertThat(run().state()).isEqualTo(ClientState.SUCCEEDED);
        assertThat(handler.calls).containsSubsequence("decide o-1", "abandoned o-1", "decide o-2", "apply");
        assertThat(server.reports).extracting(Report::offer).containsOnly("o-2");
    }

    @Test
    void aClientThatIsRevokedWhileItAppliesBringsThatToItsEnd() throws Exception {
        server.instead = (session, message) -> {
            if (message instanceof Report report && report.state() == ClientState.APPLYING) {
                session.close(CloseCode.REVOKED, 0, "");
            } else {
                server.answer(session, message);
            }
        };

        Outcome outcome = run();

        assertThat(outcome.state()).isEqualTo(ClientState.SUCCEEDED);
        assertThat(handler.files).containsOnlyKeys("a.conf", "empty");
    }
}
