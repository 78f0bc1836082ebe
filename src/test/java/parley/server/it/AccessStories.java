package parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import parley.server.it.Rest.Answer;

/** Which caller may do what, over which transport, and what refused callers are told. */
interface AccessStories extends OnServer {

    @ParameterizedTest
    @ValueSource(
            strings = {"bundles", "tasks", "keys", "audit", "audit/verify", "audit/checkpoint", "server", "whoami"})
    default void withoutAKeyNothingIsShown(String resource) throws Exception {
        Answer answer = server().withoutKey().get("/api/v1/" + resource).expectProblem(401, "no_key");
        assertThat(answer.header("WWW-Authenticate")).doesNotContain("Basic");
    }

    @Test
    default void aKeyThatTheServerDoesNotKnowIsWrong() throws Exception {
        new Rest(server().uri(), "pak_" + "A".repeat(43)).get("/api/v1/bundles").expectProblem(401, "wrong_key");
        new Rest(server().uri(), "nonsense").get("/api/v1/bundles").expectProblem(401, "wrong_key");
    }

    @Test
    default void aRevokedKeyIsWrongAtOnce() throws Exception {
        Rest admin = server().admin();
        JsonObject key = admin.post("/api/v1/keys", "{\"name\":\"short-lived\",\"role\":\"viewer\"}")
                .expect(201)
                .json();
        Rest viewer = new Rest(server().uri(), key.getString("key"));
        viewer.get("/api/v1/bundles").expect(200);
        admin.delete("/api/v1/keys/" + key.getString("id")).expect(204);
        viewer.get("/api/v1/bundles").expectProblem(401, "wrong_key");
    }

    @Test
    default void onlyWhoHoldsAnExpiredKeyIsToldSo() throws Exception {
        JsonObject made = server().admin()
                .post("/api/v1/keys", "{\"name\":\"brief\",\"role\":\"viewer\",\"expiresIn\":\"PT1S\"}")
                .expect(201)
                .json();
        Rest brief = new Rest(server().uri(), made.getString("key"));
        Await.until(
                "the key has expired",
                Duration.ofSeconds(10),
                () -> brief.get("/api/v1/whoami").status() == 401);

        Answer answer = brief.get("/api/v1/whoami").expectProblem(401, "expired_key");

        assertThat(answer.json().getString("detail"))
                .isEqualTo("The key “brief” was valid until "
                        + Instant.parse(made.getString("expires")).truncatedTo(ChronoUnit.SECONDS) + ".");
        assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
        server().withoutKey()
                .post("/api/v1/sign-in", "{\"key\":\"" + made.getString("key") + "\"}")
                .expectProblem(401, "expired_key");
        String mistyped = made.getString("key").substring(0, 46) + "AAAAAA";
        new Rest(server().uri(), mistyped).get("/api/v1/whoami").expectProblem(401, "wrong_key");
        server().admin().delete("/api/v1/keys/" + made.getString("id")).expect(204);
        brief.get("/api/v1/whoami").expectProblem(401, "wrong_key");
    }

    @Test
    default void theListOfKeysSaysWhatEachIsForAndWhenItWasUsed() throws Exception {
        JsonObject made = server().admin()
                .post(
                        "/api/v1/keys",
                        "{\"name\":\"described\",\"role\":\"viewer\",\"description\":\"the screen in hall 3\"}")
                .expect(201)
                .json();
        assertThat(key(made).getString("description")).isEqualTo("the screen in hall 3");
        assertThat(key(made)).doesNotContainKey("lastUsed");
        Rest viewer = new Rest(server().uri(), made.getString("key"));
        viewer.get("/api/v1/whoami").expect(200);
        Await.until(
                "the use is written", Duration.ofSeconds(10), () -> key(made).containsKey("lastUsed"));
        String first = key(made).getString("lastUsed");
        viewer.get("/api/v1/whoami").expect(200);
        assertThat(key(made).getString("lastUsed")).isEqualTo(first);
        server().admin()
                .post("/api/v1/keys", "{\"name\":\"two lines\",\"role\":\"viewer\",\"description\":\"a\\nb\"}")
                .expectProblem(400, "invalid");
    }

    /** A key that expires soon does not make up for one that stays; there is one of these, that of the first start. */
    @Test
    default void theOnlyAdminKeyThatDoesNotExpireIsNotRevoked() throws Exception {
        Rest admin = server().admin();
        admin.post("/api/v1/keys", "{\"name\":\"an hour\",\"role\":\"admin\",\"expiresIn\":\"PT1H\"}")
                .expect(201);
        String id = keys().filter(key -> key.getString("role").equals("admin") && !key.containsKey("expires"))
                .map(key -> key.getString("id"))
                .findFirst()
                .orElseThrow();

        assertThat(admin.delete("/api/v1/keys/" + id)
                        .expectProblem(409, "wrong_state")
                        .json()
                        .getString("detail"))
                .isEqualTo("“admin” is the last admin key that does not expire: without it nobody could make keys.");
    }

    @Test
    default void aNewSignInCodeOfAKeyEndsItsOlderOnes() throws Exception {
        Rest operator = server().as("operator");
        String older = code(operator);
        String other = code(server().admin());
        String newer = code(operator);
        signIn(older).expectProblem(401, "wrong_key");
        signIn(newer).expect(200);
        signIn(newer).expectProblem(401, "wrong_key");
        signIn(other).expect(200);
    }

    private static String code(Rest caller) throws Exception {
        return caller.post("/api/v1/sign-in-codes", "{}").expect(201).json().getString("code");
    }

    private Answer signIn(String code) throws Exception {
        return server().withoutKey().post("/api/v1/sign-in", "{\"code\":\"" + code + "\"}");
    }

    private Stream<JsonObject> keys() throws Exception {
        return server()
                .admin()
                .get("/api/v1/keys")
                .expect(200)
                .json()
                .getJsonArray("keys")
                .getValuesAs(JsonObject.class)
                .stream();
    }

    private JsonObject key(JsonObject made) throws Exception {
        return keys().filter(key -> key.getString("id").equals(made.getString("id")))
                .findFirst()
                .orElseThrow();
    }

    @Test
    default void aKeyIsShownOnceAndNeverListed() throws Exception {
        Rest admin = server().admin();
        String key = admin.post("/api/v1/keys", "{\"name\":\"once\",\"role\":\"viewer\"}")
                .expect(201)
                .json()
                .getString("key");
        assertThat(key).startsWith("pak_");
        assertThat(admin.get("/api/v1/keys").expect(200).text())
                .contains("\"once\"")
                .doesNotContain(key);
    }

    @Test
    default void aViewerMayLookAndNothingElse() throws Exception {
        Rest viewer = server().as("viewer");
        viewer.get("/api/v1/bundles").expect(200);
        viewer.get("/api/v1/tasks").expect(200);
        viewer.get("/api/v1/server").expect(200);
        viewer.upload(new MultipartBody().file("a", "x")).expectProblem(403, "wrong_role");
        viewer.post("/api/v1/tasks", "{\"name\":\"x\"}").expectProblem(403, "wrong_role");
        viewer.get("/api/v1/keys").expectProblem(403, "wrong_role");
        viewer.get("/api/v1/audit").expectProblem(403, "wrong_role");
    }

    @Test
    default void anOperatorMayNotHandOutKeys() throws Exception {
        Rest operator = server().as("operator");
        operator.get("/api/v1/audit").expect(200);
        operator.post("/api/v1/keys", "{\"name\":\"mine\",\"role\":\"admin\"}").expectProblem(403, "wrong_role");
        operator.get("/api/v1/keys").expectProblem(403, "wrong_role");
    }

    @Test
    default void whatManyDoAtOnceMakesOneChainInTheAuditLog() throws Exception {
        Rest admin = server().admin();
        String run = UUID.randomUUID().toString();
        List<CompletableFuture<Answer>> made = IntStream.range(0, 60)
                .mapToObj(i ->
                        admin.postMeanwhile("/api/v1/keys", "{\"name\":\"" + run + "-" + i + "\",\"role\":\"viewer\"}"))
                .toList();
        for (CompletableFuture<Answer> key : made) {
            key.get(60, TimeUnit.SECONDS).expect(201);
        }
        assertThat(admin.get("/api/v1/audit/verify").expect(200).json().getBoolean("ok"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/bundles", "/api/v1/nothing", "/", "/metrics", "/openapi", "/health"})
    default void whoCallsTheServerByAnotherNameMustUseHttps(String path) throws Exception {
        String answer = RawHttp.get(
                server().port(),
                path,
                "Host: parley.example.com",
                "Authorization: " + server().admin().authorization());
        assertThat(answer)
                .contains("application/problem+json")
                .contains("\"code\":\"https_required\"")
                .contains("\"hint\":")
                .doesNotContain("<html", "\tat ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Forwarded | for=192.0.2.1;proto=http",
                "X-Forwarded-For | 192.0.2.1",
                "X-Forwarded-Proto | https",
                "X-Forwarded-Host | localhost",
            })
    default void whoComesThroughAProxyMustUseHttps(String header, String value) throws Exception {
        String answer = RawHttp.get(
                server().port(),
                "/api/v1/bundles",
                "Host: localhost:" + server().port(),
                header + ": " + value,
                "Authorization: " + server().admin().authorization());
        assertThat(answer).contains("\"code\":\"https_required\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1", "[::1]"})
    default void onTheSameMachinePlainHttpIsFine(String host) throws Exception {
        String answer = RawHttp.get(
                server().port(),
                "/api/v1/bundles",
                "Host: " + host + ":" + server().port(),
                "Authorization: " + server().admin().authorization());
        assertThat(answer).startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metrics", "/openapi", "/health", "/health/live", "/health/ready"})
    default void onTheSameMachineTheServerSaysHowItIs(String path) throws Exception {
        server().withoutKey().get(path).expect(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/server", "/parley/v1", "/health/live"})
    default void theServerTellsItsTimeToWhoeverAsks(String path) throws Exception {
        assertThat(RawHttp.get(server().port(), path, "Host: localhost:" + server().port()))
                .containsPattern("\r\nDate: [A-Z][a-z]{2}, \\d\\d [A-Z][a-z]{2} 20\\d\\d ");
    }

    @Test
    default void whatDoesNotExistIsToldAsAProblem() throws Exception {
        Rest admin = server().admin();
        admin.get("/api/v1/nothing").expectProblem(404, "not_found");
        admin.get("/nothing/at/all").expectProblem(404, "not_found");
        admin.get("/api/v1/tasks/nonsense").expectProblem(404, "unknown_task");
        admin.delete("/api/v1/keys/nonsense").expectProblem(404, "unknown_key");
        admin.delete("/api/v1/bundles").expectProblem(405, "method_not_allowed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "[]", "null", "{\"name\":5,\"role\":[]}", "{\"name\":\"x\",\"role\":\"emperor\"}", "{}"
            })
    default void aBodyThatIsNotTheRightJsonIsInvalid(String body) throws Exception {
        server().admin().post("/api/v1/keys", body).expectProblem(400, "invalid");
    }

    @Test
    default void aHugeBodyIsTooLargeForWhoeverSendsIt() throws Exception {
        String huge = "{\"code\":\"" + "x".repeat(2_000_000) + "\"}";
        server().withoutKey().post("/api/v1/sign-in", huge).expectProblem(413, "too_large");
        server().admin().post("/api/v1/keys", huge).expectProblem(413, "too_large");
    }

    @Test
    default void jsonWithoutEndOfDepthIsInvalid() throws Exception {
        String deep = "{\"name\":".repeat(20_000) + "1" + "}".repeat(20_000);
        server().admin().post("/api/v1/keys", deep).expectProblem(400, "invalid");
    }
}
