package parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import parley.client.UpdateException.Problem;
import parley.message.Agreed;
import parley.message.Answer;
import parley.message.Cancel;
import parley.message.Change;
import parley.message.ClientState;
import parley.message.Decision;
import parley.message.Fetch;
import parley.message.FetchFailed;
import parley.message.FileEntry;
import parley.message.Hello;
import parley.message.Inventory;
import parley.message.Message;
import parley.message.Offer;
import parley.message.Pause;
import parley.message.Position;
import parley.message.Reason;
import parley.message.Report;
import parley.message.Resume;
import parley.message.Welcome;
import parley.protocol.CloseCode;
import parley.protocol.Suite;

@Timeout(60)
class UpdateClientTest {

    private static final RandomGenerator NO_JITTER = () -> 0;

    @TempDir
    private Path folder;

    private final FakeServer server =
            new FakeServer().file("a.conf", "listen 80\n").file("empty", "");
    private final MemoryHandler handler = new MemoryHandler();
    private final List<String> news = new ArrayList<>();

    private final UpdateListener listener = new UpdateListener() {
        @Override
        public void connected(String url, String serverFingerprint, Welcome welcome) {
            news.add("connected " + url);
        }

        @Override
        public void reconnecting(Duration delay, String why) {
            news.add("reconnecting: " + why);
        }
    };

    private UpdateClient.Builder client() {
        return UpdateClient.builder(server.token())
                .name("db-1")
                .label("role", "db")
                .stateFolder(folder.resolve("state"))
                .handler(handler)
                .listener(listener)
                .transport(server)
                .rounds(3)
                .jitter(NO_JITTER);
    }

    private Outcome run() throws UpdateException, InterruptedException {
        try (UpdateClient client = client().build()) {
            return client.run();
        }
    }

    private UpdateException failure() {
        UpdateException failure = catchThrowableOfType(UpdateException.class, this::run);
        assertThat(failure).as("the run fails").isNotNull();
        assertThat(failure.getMessage()).endsWith(".");
        assertThat(failure.why()).endsWith(".");
        assertThat(failure.next()).isNotBlank();
        return failure;
    }

    @ParameterizedTest
    @EnumSource(Suite.class)
    void anUpdateGoesThroughItsStatesAndIsApplied(Suite suite) throws Exception {
        FakeServer ofSuite = new FakeServer(suite).file("a.conf", "listen 80\n").file("empty", "");
        handler.files.put("old", "gone".getBytes(StandardCharsets.UTF_8));

        Outcome outcome;
        try (UpdateClient client = UpdateClient.builder(ofSuite.token())
                .name("db-1")
                .stateFolder(folder)
                .handler(handler)
                .transport(ofSuite)
                .build()) {
            outcome = client.run();
        }

        assertThat(outcome.state()).isEqualTo(ClientState.SUCCEEDED);
        assertThat(outcome.ok()).isTrue();
        assertThat(outcome.detail()).isEqualTo("all is well");
        assertThat(outcome.output()).isEqualTo("ok\n");
        assertThat(outcome.bundle()).contains(ofSuite.bundleRef());
        assertThat(outcome.changes()).isEqualTo(3);
        assertThat(outcome.bytes()).isEqualTo(10);
        assertThat(outcome.task().name()).isEqualTo("Proxy");
        assertThat(handler.files).containsOnlyKeys("a.conf", "empty");
        assertThat(handler.files.get("a.conf")).asString().isEqualTo("listen 80\n");
        assertThat(handler.calls)
                .containsExactly("recover", "inventory", "decide o-1", "open at 0", "close", "staged", "apply");
        assertThat(ofSuite.reportedStates())
                .containsExactly(
                        ClientState.DOWNLOADING,
                        ClientState.STAGED,
                        ClientState.APPLYING,
                        ClientState.CHECKING,
                        ClientState.SUCCEEDED);
        assertThat(ofSuite.closes).containsExactly(CloseCode.DONE);
    }

    @Test
    void theHelloSaysWhoTheClientIs() throws Exception {
        run();

        Hello hello = server.heard(Hello.class).get(0);
        assertThat(hello.name()).isEqualTo("db-1");
        assertThat(hello.labels()).containsEntry("role", "db");
        assertThat(hello.agent().name()).isEqualTo("parley-client");
        assertThat(hello.resume()).isEmpty();
    }

    @Test
    void aMachineThatIsUpToDateHasNothingToDo() throws Exception {
        handler.files.put("a.conf", "listen 80\n".getBytes(StandardCharsets.UTF_8));
        handler.files.put("empty", new byte[0]);

        Outcome outcome = run();

        assertThat(outcome.state()).isEqualTo(ClientState.NOTHING_TO_DO);
        assertThat(outcome.bundle()).isEmpty();
        assertThat(handler.calls).containsExactly("recover", "inventory");
    }

    @Test
    void aSecondRunFindsNothingToDoAndKeepsTheKey() throws Exception {
        Outcome first = run();
        Outcome second = run();

        assertThat(first.state()).isEqualTo(ClientState.SUCCEEDED);
        assertThat(second.state()).isEqualTo(ClientState.NOTHING_TO_DO);
        assertThat(second.clientId()).isEqualTo(first.clientId());
        assertThat(server.heard(Hello.class).get(1).resume()).contains(new Position(1, 5));
        assertThat(handler.count("apply")).isEqualTo(1);
    }

    @Test
    void aDeclineIsAnsweredReportedAndTheOutcome() throws Exception {
        MemoryHandler declining = new MemoryHandler() {
            @Override
            public Answer decide(Offer offer) {
                return Answer.decline(offer.offer(), Reason.POLICY, "not on a Friday");
            }
        };

        Outcome outcome;
        try (UpdateClient client = client().handler(declining).build()) {
            outcome = client.run();
        }

        assertThat(outcome.state()).isEqualTo(ClientState.DECLINED);
        assertThat(outcome.reason()).contains(Reason.POLICY);
        assertThat(outcome.detail()).isEqualTo("not on a Friday");
        assertThat(outcome.bundle()).contains(server.bundleRef());
        assertThat(server.heard(Answer.class).get(0).decision()).isEqualTo(Decision.DECLINE);
        assertThat(server.reportedStates()).containsExactly(ClientState.DECLINED);
        assertThat(declining.calls).doesNotContain("apply");
    }

    @Test
    void aRollBackIsReportedWithReasonDetailAndOutput() throws Exception {
        handler.result = Applied.rolledBack(Reason.CHECK_FAILED, "the check ended with 1", "no such host\n");

        Outcome outcome = run();

        assertThat(outcome.state()).isEqualTo(ClientState.ROLLED_BACK);
        assertThat(outcome.reason()).contains(Reason.CHECK_FAILED);
        Report last = server.lastReport().orElseThrow();
        assertThat(last.state()).isEqualTo(ClientState.ROLLED_BACK);
        assertThat(last.reason()).contains(Reason.CHECK_FAILED);
        assertThat(last.detail()).contains("the check ended with 1");
        assertThat(last.output()).contains("no such host\n");
    }

    @Test
    void aHandlerThatBreaksWhileApplyingFailsTheAttemptAsInternal() throws Exception {
        MemoryHandler breaking = new MemoryHandler() {
            @Override
            public Applied apply(Offer offer, Agreed agreed, Applying applying) {
                throw new IllegalStateException("a bug");
            }
        };

        try (UpdateClient client = client().handler(breaking).build()) {
            Outcome outcome = client.run();
            assertThat(outcome.state()).isEqualTo(ClientState.FAILED);
            assertThat(outcome.reason()).contains(Reason.INTERNAL);
            assertThat(outcome.detail()).isEqualTo("a bug");
        }
    }

    @Test
    void noSpaceWhileDownloadingFailsTheAttemptAndAbandonsIt() throws Exception {
        MemoryHandler full = new MemoryHandler() {
            @Override
            public BlobSink open(Offer offer, Agreed agreed, FileEntry blob) throws UpdateFailedException {
                throw new UpdateFailedException(Reason.NO_SPACE, "the disk is full");
            }
        };

        try (UpdateClient client = client().handler(full).build()) {
            assertThat(client.run().reason()).contains(Reason.NO_SPACE);
        }
        assertThat(server.lastReport().orElseThrow().state()).isEqualTo(ClientState.FAILED);
        assertThat(full.calls).contains("abandoned o-1").doesNotContain("apply");
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
    void downloadsGoOnAtTheOffsetAfterABreakAndAreFourAtOnce() throws Exception {
        Random random = new Random(1);
        for (int i = 0; i < 12; i++) {
            byte[] content = new byte[50_000 + i];
            random.nextBytes(content);
            server.file("data/" + i, content);
        }
        server.cutAfterBytes = 75_000;

        assertThat(run().state()).isEqualTo(ClientState.SUCCEEDED);

        assertThat(server.tries).hasSize(2);
        assertThat(server.mostFetches.get()).isBetween(2, 4);
        List<Fetch> fetches = server.heard(Fetch.class);
        assertThat(fetches).anyMatch(fetch -> fetch.offset() > 0);
        assertThat(handler.files).hasSize(14);
        handler.files.forEach((path, content) -> assertThat(FakeServer.digest(content))
                .isEqualTo(server.offer().changes().stream()
                        .filter(change -> change.path().equals(path))
                        .findFirst()
                        .flatMap(Change::file)
                        .orElseThrow()
                        .sha256()));
    }

    @Test
    void oneBlobForManyPathsIsFetchedOnce() throws Exception {
        server.file("b.conf", "listen 80\n").file("c.conf", "listen 80\n");

        run();

        assertThat(server.heard(Fetch.class)).hasSize(1);
        assertThat(handler.files).hasSize(4);
    }

    @Test
    void aDigestThatDiffersIsFetchedOnceMoreFromTheBeginningAndThenFailsTheAttempt() throws Exception {
        server.corrupt("a.conf", "listen 81\n".getBytes(StandardCharsets.UTF_8));

        Outcome outcome = run();

        assertThat(outcome.state()).isEqualTo(ClientState.FAILED);
        assertThat(outcome.reason()).contains(Reason.INTEGRITY);
        assertThat(server.heard(Fetch.class)).extracting(Fetch::offset).containsExactly(0L, 0L);
        assertThat(handler.calls).doesNotContain("apply");
    }

    @Test
    void whatRottedOnTheDiskIsFetchedAgain() throws Exception {
        handler.staging
                .computeIfAbsent(
                        FakeServer.digest("listen 80\n".getBytes(StandardCharsets.UTF_8)),
                        d -> new ByteArrayOutputStream())
                .writeBytes("LIST".getBytes(StandardCharsets.UTF_8));

        assertThat(run().state()).isEqualTo(ClientState.SUCCEEDED);
        assertThat(server.heard(Fetch.class)).extracting(Fetch::offset).containsExactly(4L, 0L);
    }

    @Test
    void aFetchThatTheServerDoesNotServeFailsTheAttempt() throws Exception {
        server.instead = (session, message) -> {
            if (message instanceof Fetch fetch) {
                session.send(new FetchFailed(fetch.fetch(), "gone"));
            } else {
                server.answer(session, message);
            }
        };

        assertThat(run().reason()).contains(Reason.DOWNLOAD_LOST);
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

    @ParameterizedTest
    @CsvSource({
        "DONE, CLOSED",
        "EXPIRED, EXPIRED",
        "REVOKED, REVOKED",
        "TASK_ENDED, TASK_ENDED",
        "USED_UP, USED_UP",
        "SUITE, SUITE",
        "NAME_TAKEN, NAME_TAKEN",
        "DENIED, DENIED",
        "REPLACED, REPLACED",
        "IDLE, PROTOCOL",
        "MALFORMED_JSON, PROTOCOL",
        "UNKNOWN_TYPE, PROTOCOL",
        "WRONG_STATE, PROTOCOL",
        "LIMIT, PROTOCOL",
        "INTERNAL, SERVER_ERROR"
    })
    void anAuthenticatedCloseOtherThanBusyIsTheEnd(CloseCode code, Problem problem) {
        server.refusal = new FakeServer.Refusal(code, 0, "ask Jo");

        UpdateException failure = failure();

        assertThat(failure.problem()).isEqualTo(problem);
        assertThat(failure.why()).endsWith("It says: Ask Jo.");
        assertThat(server.tries).hasSize(1);
    }

    @Test
    void aBusyServerIsComeBackToAfterTheTimeThatItAsksFor() {
        server.refusal = new FakeServer.Refusal(CloseCode.BUSY, 7, "");
        List<Duration> delays = new ArrayList<>();
        UpdateClient[] client = new UpdateClient[1];
        client[0] = client().listener(new UpdateListener() {
                    @Override
                    public void reconnecting(Duration delay, String why) {
                        delays.add(delay);
                        client[0].close();
                    }
                })
                .build();

        assertThatThrownBy(client[0]::run).isInstanceOf(InterruptedException.class);
        assertThat(delays).containsExactly(Duration.ofSeconds(7));
    }

    @Test
    void theNextUrlIsTriedAfterAFailureAndNotAfterAnAuthenticatedClose() throws Exception {
        FakeServer many = new FakeServer("ws://one.example", "ws://two.example", "ws://three.example");
        many.file("a", "b");
        many.reachable = url -> !url.equals("ws://one.example");
        many.knowsToken = url -> !url.equals("ws://two.example");
        many.refusal = new FakeServer.Refusal(CloseCode.EXPIRED, 0, "");

        UpdateClient client = UpdateClient.builder(many.token())
                .stateFolder(folder)
                .handler(handler)
                .transport(many)
                .jitter(NO_JITTER)
                .build();

        assertThatThrownBy(client::run).isInstanceOfSatisfying(UpdateException.class, e -> assertThat(e.problem())
                .isEqualTo(Problem.EXPIRED));
        assertThat(many.tries).containsExactly("ws://one.example", "ws://two.example", "ws://three.example");
    }

    @Test
    void aServerThatCannotBeReachedIsGivenUpAfterTheRounds() {
        server.reachable = url -> false;

        UpdateException failure = failure();

        assertThat(failure.problem()).isEqualTo(Problem.UNREACHABLE);
        assertThat(failure.why()).isEqualTo(FakeServer.URL + ": connection refused.");
        assertThat(server.tries).hasSize(3);
        assertThat(news).containsExactly("reconnecting: connection refused", "reconnecting: connection refused");
    }

    @Test
    void aServerThatDoesNotKnowTheTokenIsNotTheServerOfTheToken() {
        server.knowsToken = url -> false;

        assertThat(failure().problem()).isEqualTo(Problem.WRONG_SERVER);
    }

    @Test
    void aServerThatVanishedAfterItsWelcomeIsWaitedForForEver() throws Exception {
        server.cutBefore = message -> message instanceof Inventory;
        server.reachable = url -> server.tries.size() == 1 || server.tries.size() > 20;

        assertThat(run().state()).isEqualTo(ClientState.SUCCEEDED);
        assertThat(server.tries).hasSize(21);
    }

    @Test
    void aMessageThatIsNotJsonIsClosedWith20() {
        server.instead = (session, message) -> session.raw("{".getBytes(StandardCharsets.UTF_8));

        assertThat(failure().problem()).isEqualTo(Problem.PROTOCOL);
        assertThat(server.closes).containsExactly(CloseCode.MALFORMED_JSON);
    }

    @Test
    void aMessageOfTheOtherSideIsClosedWith22() {
        server.instead = (session, message) -> {
            if (message instanceof Inventory) {
                session.send(Inventory.empty());
            } else {
                server.answer(session, message);
            }
        };

        assertThat(failure().problem()).isEqualTo(Problem.PROTOCOL);
        assertThat(server.closes).containsExactly(CloseCode.WRONG_STATE);
    }

    @Test
    void aMessageBeforeTheWelcomeIsClosedWith22() {
        server.instead = (session, message) -> session.send(new Pause("early"));

        assertThat(failure().problem()).isEqualTo(Problem.PROTOCOL);
        assertThat(server.closes).containsExactly(CloseCode.WRONG_STATE);
    }

    @Test
    void dataThatNobodyAskedForIsClosedWith22() {
        server.instead = (session, message) -> {
            if (message instanceof Inventory) {
                session.data(1, 0, new byte[] {1});
            } else {
                server.answer(session, message);
            }
        };

        assertThat(failure().problem()).isEqualTo(Problem.PROTOCOL);
        assertThat(server.closes).containsExactly(CloseCode.WRONG_STATE);
    }

    @Test
    void dataWithAGapIsClosedWith22() {
        server.instead = (session, message) -> {
            if (message instanceof Fetch fetch) {
                session.data(fetch.fetch(), 1, new byte[] {1});
            } else {
                server.answer(session, message);
            }
        };

        assertThat(failure().problem()).isEqualTo(Problem.PROTOCOL);
        assertThat(server.closes).containsExactly(CloseCode.WRONG_STATE);
    }

    @Test
    void aServerThatAgreesToWhatItDidNotOfferIsClosedWith22() {
        server.instead = (session, message) -> {
            if (message instanceof Answer) {
                session.send(new Agreed("o-1", List.of(Change.remove("other")), 0));
            } else {
                server.answer(session, message);
            }
        };

        assertThat(failure().problem()).isEqualTo(Problem.PROTOCOL);
        assertThat(handler.calls).doesNotContain("apply");
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
    void aPausedClientFetchesNothingNewUntilItGoesOn() throws Exception {
        server.instead = (session, message) -> {
            if (message instanceof Answer) {
                session.send(new Pause("lunch"));
                server.answer(session, message);
            } else if (message instanceof Report && server.heard(Fetch.class).isEmpty()) {
                server.answer(session, message);
                server.heard.add(new Resume("back"));
                session.send(new Resume("back"));
            } else {
                server.answer(session, message);
            }
        };

        assertThat(run().state()).isEqualTo(ClientState.SUCCEEDED);
        int resumed = server.heard.indexOf(new Resume("back"));
        assertThat(server.heard.subList(0, resumed)).noneMatch(Fetch.class::isInstance);
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

    @Test
    void twoClientsCannotUseOneStateFolderForOneServerAtATime() throws Exception {
        try (StateFolder inUse = StateFolder.open(folder.resolve("state"), server.token())) {
            assertThat(inUse.task()).isEmpty();
            UpdateException failure = failure();
            assertThat(failure.problem()).isEqualTo(Problem.STATE_FOLDER);
            assertThat(failure.why()).startsWith("Another client is using");
        }
    }

    @Test
    void aMachineThatCannotSayWhatItHasIsAProblemOfTheHandler() {
        MemoryHandler blind = new MemoryHandler() {
            @Override
            public Inventory inventory() throws UpdateFailedException {
                throw new UpdateFailedException(Reason.PERMISSION, "The folder cannot be read.");
            }
        };
        UpdateClient client = client().handler(blind).build();

        assertThatThrownBy(client::run).isInstanceOfSatisfying(UpdateException.class, e -> assertThat(e.problem())
                .isEqualTo(Problem.HANDLER));
    }

    @Test
    void aClientRunsOnceAndNotAfterItsClose() throws Exception {
        UpdateClient client = client().build();
        client.run();
        assertThatThrownBy(client::run).isInstanceOf(IllegalStateException.class);

        UpdateClient closed = client().build();
        closed.close();
        assertThatThrownBy(closed::run).isInstanceOf(InterruptedException.class);
    }

    @Test
    void aListenerThatFailsChangesNothing() throws Exception {
        UpdateListener failing = new UpdateListener() {
            @Override
            public void offered(Offer offer) {
                throw new IllegalStateException("a listener that fails");
            }
        };
        try (UpdateClient client = client().listener(failing).build()) {
            assertThat(client.run().state()).isEqualTo(ClientState.SUCCEEDED);
        }
    }

    @Test
    void aStartedClientCompletesItsFuture() throws Exception {
        try (UpdateClient client = client().build()) {
            assertThat(client.start().get().state()).isEqualTo(ClientState.SUCCEEDED);
        }
    }

    @Test
    void aListenerCanStopTheRun() {
        UpdateClient[] client = new UpdateClient[1];
        server.reachable = url -> false;
        client[0] = client().listener(new UpdateListener() {
                    @Override
                    public void reconnecting(Duration delay, String why) {
                        client[0].close();
                    }
                })
                .build();

        assertThatThrownBy(client[0]::run).isInstanceOf(InterruptedException.class);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void aQuestionThatIsOpenWhenTheUpdateIsCalledOffIsInterrupted() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        MemoryHandler waiting = new MemoryHandler() {
            @Override
            public Answer decide(Offer offer) throws UpdateFailedException {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    interrupted.countDown();
                }
                throw new UpdateFailedException(Reason.CANCELLED, "nobody answered");
            }
        };
        server.instead = (session, message) -> {
            server.answer(session, message);
            if (message instanceof Inventory) {
                session.send(new Cancel("too late"));
            }
        };

        try (UpdateClient client = client().handler(waiting).build()) {
            assertThat(client.run().state()).isEqualTo(ClientState.CANCELLED);
        }
        interrupted.await();
    }

    @Test
    void aHandlerThatClaimsMoreThanThereIsFailsTheAttempt() throws Exception {
        handler.staging
                .computeIfAbsent(
                        FakeServer.digest("listen 80\n".getBytes(StandardCharsets.UTF_8)),
                        d -> new ByteArrayOutputStream())
                .writeBytes(new byte[11]);

        assertThat(run().reason()).contains(Reason.INTERNAL);
    }

    @Test
    void nameAndLabelsAreCheckedWhenTheClientIsBuilt() {
        assertThatThrownBy(() -> client().name("a b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> client().label("-", "").build()).isInstanceOf(IllegalArgumentException.class);
        UpdateClient.Builder long32 = client();
        for (int i = 0; i < 31; i++) {
            long32.label("a".repeat(60) + i, "b".repeat(63));
        }
        assertThatThrownBy(long32::build).hasMessageContaining("4 KiB");
        assertThatThrownBy(() -> UpdateClient.builder(server.token()).build())
                .isInstanceOf(IllegalStateException.class);
    }
}
