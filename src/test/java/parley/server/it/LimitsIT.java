package parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.client.Outcome;
import parley.message.ClientState;

/** A server with low limits, whose database logs its statements. */
class LimitsIT {

    private static ServerProcess server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws Exception {
        server = ServerProcess.start(payara -> StatementTrace.on(payara)
                .set("parley.limits.bundle.files", "5")
                .set("parley.limits.file.bytes", "60000")
                .set("parley.limits.bundle.bytes", "90000")
                .set("parley.limits.blobs.bytes", "100000")
                .set("parley.limits.request.time", "PT3S"));
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    /**
     * These numbers are what a client costs the database, whatever the machine. The numbering of events, the
     * comparison of sessions and the check of tasks serve many clients at once and do not count.
     */
    @Test
    void aClientCostsEightTransactionsUntilItHasSucceededAndFewStatements() throws Exception {
        StartedTask task = StartedTask.start(
                server.running(),
                server.running().port(),
                Map.of("app.conf", "port: 8443\n", "tls/site.pem", "a certificate\n"),
                "{\"confirm\":\"PT0S\"}");
        new Machine(folder.resolve("first"), "first").join(task.token()); // what is read once for a task has been read
        StatementTrace trace = StatementTrace.begin(server.running());

        Outcome outcome = new Machine(folder.resolve("second"), "second").join(task.token());

        assertThat(outcome.state()).isEqualTo(ClientState.SUCCEEDED);
        Await.until(
                "the end of its session is written down",
                Duration.ofSeconds(30),
                () -> transactionsOf("second", trace).stream()
                        .anyMatch(transaction -> transaction.contains("\"connected\\\":false")));
        List<String> transactions = transactionsOf("second", trace);
        assertThat(transactions).hasSizeLessThanOrEqualTo(9); // the last one is the end of its session
        assertThat(transactions.stream()
                        .mapToLong(transaction -> transaction.lines().count())
                        .sum())
                .isLessThanOrEqualTo(41);
        assertThat(trace.transactions())
                .filteredOn(transaction -> transaction.toString().contains("UPDATE event_counter"))
                .isNotEmpty()
                .allSatisfy(LimitsIT::givesNumbersOnly);
        assertThat(trace.statements().stream().filter(LimitsIT::readsOneClient)).hasSizeLessThanOrEqualTo(12);
    }

    /** Measured as 0.75 to 3.7 MiB, while this server writes down its statements, by which compiler has run. */
    @Test
    void aClientMakesTheServerAllocateLessThanEightMebibytes() throws Exception {
        StartedTask task = StartedTask.start(
                server.running(),
                server.running().port(),
                Map.of("app.conf", "port: 8444\n"),
                "{\"confirm\":\"PT0S\"}");
        for (int i = 0; i < 5; i++) { // the first ones load classes
            new Machine(folder.resolve("first-" + i), "first-" + i).join(task.token());
        }
        try (AllocatedBytes allocated = server.allocatedBytes()) {
            allocated.now(); // the agent's own classes
            long before = allocated.now();

            for (int i = 0; i < 20; i++) {
                assertThat(new Machine(folder.resolve("m-" + i), "m-" + i)
                                .join(task.token())
                                .state())
                        .isEqualTo(ClientState.SUCCEEDED);
            }

            long each = (allocated.now() - before) / 20;
            assertThat(each).isBetween(100L << 10, 8L << 20);
        }
    }

    private static List<String> transactionsOf(String client, StatementTrace trace) throws IOException {
        return trace.transactions().stream()
                .map(transaction -> String.join("\n", transaction))
                .filter(transaction -> transaction.contains("\"name\\\":\\\"" + client + "\\\""))
                .toList();
    }

    /** Under a lock, and all in one transaction. */
    private static void givesNumbersOnly(List<String> transaction) {
        assertThat(transaction.get(0)).startsWith("SELECT last FROM event_counter WHERE id = 1 FOR UPDATE");
        assertThat(transaction.get(transaction.size() - 1)).startsWith("UPDATE event_counter SET last = ?");
        assertThat(transaction.subList(1, transaction.size() - 1)).isNotEmpty().allSatisfy(statement -> assertThat(
                        statement)
                .matches("(INSERT INTO event \\(number,|DELETE FROM pending_event WHERE id = ).*"));
    }

    /** Reads the row, the token or an offer of one client, or what all clients of a task share. */
    private static boolean readsOneClient(String sql) {
        return StatementTrace.isRead(sql)
                && (sql.contains("key_id = ?")
                        || sql.contains("client_id = ?")
                        || sql.contains("NAME = ?")
                        || sql.contains("FROM client WHERE (ID = ?)")
                        || sql.contains("FROM offer WHERE")
                        || sql.contains("FROM target WHERE")
                        || sql.contains("FROM bundle_file WHERE")
                        || sql.contains("FROM bundle WHERE"));
    }

    @Test
    void aFileThatIsTooLargeIsNamed() throws Exception {
        assertThat(server.running()
                        .admin()
                        .upload(new MultipartBody().file("large", "x".repeat(60_001)))
                        .expectProblem(413, "too_large")
                        .json()
                        .getString("detail"))
                .contains("“large”");
    }

    @Test
    void tooManyFilesAreTooLarge() throws Exception {
        MultipartBody body = new MultipartBody();
        for (int i = 0; i < 6; i++) {
            body.file("f" + i, "");
        }
        server.running().admin().upload(body).expectProblem(413, "too_large");
    }

    @Test
    void aZipThatInflatesBeyondTheLimitIsTooLarge() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("zeros"));
            zip.write(new byte[50_000_000]);
        }
        server.running()
                .admin()
                .upload(new MultipartBody().archive("bomb.zip", bytes.toByteArray()))
                .expectProblem(413, "too_large");
    }

    @Test
    void aStoreThatIsFullHasNoSpaceAndKeepsWhatItHas() throws Exception {
        Rest admin = server.running().admin();
        String kept = admin.upload(new MultipartBody().file("kept", "k".repeat(50_000)))
                .expect(201)
                .json()
                .getString("sha256");
        admin.upload(new MultipartBody().file("more", "m".repeat(55_000))).expectProblem(507, "no_space");
        assertThat(admin.get("/api/v1/bundles/" + kept + "/files/kept")
                        .expect(200)
                        .response()
                        .body())
                .hasSize(50_000);
        admin.upload(new MultipartBody().file("small", "s".repeat(1_000))).expect(201);
    }

    /** As many unknown senders as the server may wait for; each sends a byte now and then, none sends a whole body. */
    @Test
    void strangersWhoSendTheirBodiesSlowlyAreGivenUpAndKeepNobodyOutWhoHasAKey() throws Exception {
        try (SlowSenders strangers = new SlowSenders(server.running().port())) {
            for (int i = 0; i < 16; i++) {
                strangers.add("POST /api/v1/sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Content-Length: 4000\r\nConnection: close\r\n\r\n");
            }
            Rest stranger = server.running().withoutKey();
            Await.until(
                    "all places are taken",
                    Duration.ofSeconds(30),
                    () -> stranger.post("/api/v1/sign-in", "{}").status() == 503);
            server.running().admin().post("/api/v1/keys", "{}").expectProblem(400, "invalid");

            for (RawHttp slow : strangers.all()) {
                assertThat(slow.answerOnOpenConnection())
                        .startsWith("HTTP/1.1 408 ")
                        .contains("\"code\":\"too_slow\"", "The body was not complete after 3 seconds.");
            }
            stranger.post("/api/v1/sign-in", "{}").expectProblem(400, "invalid");
        }
    }

    /** More than there are threads for requests. */
    @Test
    void whoSendsHeadersSlowlyHoldsNoRequestUp() throws Exception {
        try (SlowSenders strangers = new SlowSenders(server.running().port())) {
            for (int i = 0; i < 250; i++) {
                strangers.add("GET /api/v1/bundles HTTP/1.1\r\nX-Slow: ");
            }
            long before = System.nanoTime();

            server.running().admin().get("/api/v1/bundles").expect(200);

            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void theDescriptionNamesWhatASlowSenderHears() throws Exception {
        JsonObject responses = server.running()
                .admin()
                .get("/openapi?format=json")
                .expect(200)
                .json()
                .getJsonObject("paths")
                .getJsonObject("/api/v1/sign-in")
                .getJsonObject("post")
                .getJsonObject("responses");
        assertThat(responses.getJsonObject("408").getString("description"))
                .isEqualTo("too_slow: the body was not complete in time");
        assertThat(responses.getJsonObject("503").getString("description"))
                .isEqualTo("busy: the server already waits for the bodies of as many requests as it may");
    }

    @Test
    void theDescriptionNamesTheMembersOfAPatch() throws Exception {
        JsonObject api =
                server.running().admin().get("/openapi?format=json").expect(200).json();
        for (String type : new String[] {"application/json", "application/merge-patch+json"}) {
            assertThat(patched(api, "/api/v1/tasks/{task}/tokens/{keyId}", type))
                    .containsExactlyInAnyOrder("description", "expiresIn", "maxClients");
            assertThat(patched(api, "/api/v1/tasks/{id}", type)).contains("notes", "startAt");
        }
    }

    private static Set<String> patched(JsonObject api, String path, String type) {
        JsonObject schema = api.getJsonObject("paths")
                .getJsonObject(path)
                .getJsonObject("patch")
                .getJsonObject("requestBody")
                .getJsonObject("content")
                .getJsonObject(type)
                .getJsonObject("schema");
        String named = schema.getString("$ref", "");
        JsonObject meant = named.isEmpty()
                ? schema
                : api.getJsonObject("components")
                        .getJsonObject("schemas")
                        .getJsonObject(named.substring(named.lastIndexOf('/') + 1));
        return meant.getJsonObject("properties").keySet();
    }

    @Test
    void aHugeFieldIsInvalid() throws Exception {
        server.running()
                .admin()
                .upload(new MultipartBody().field("name", "ä".repeat(2_000)).file("a", "x"))
                .expectProblem(400, "invalid");
    }
}
