package parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Events that are sent to URLs. */
interface WebhookStories extends OnServer {

    Duration DEADLINE = Duration.ofSeconds(60);

    /** Short enough for a test to see a dead letter: the second attempt, after about 5 s, is the last one. */
    static void settings(PayaraMicro payara) {
        WebhookReceiver.allow(payara)
                .set("parley.limits.webhook.time", "PT2S")
                .set("parley.limits.webhook.retry", "PT8S");
    }

    @Test
    default void anEventReachesItsTargetSigned() throws Exception {
        try (WebhookReceiver receiver = new WebhookReceiver(204)) {
            String task = draft();
            JsonObject made = receiver.made(server(), unique(), task);
            String webhook = path(made);
            server().admin().post("/api/v1/tasks/" + draft() + "/start", "{}").expect(200);

            server().admin().post("/api/v1/tasks/" + task + "/start", "{}").expect(200);

            Await.until("the event is there", DEADLINE, () -> !receiver.heard().isEmpty());
            WebhookReceiver.Heard heard = receiver.heard().get(0);
            JsonObject event = heard.json();
            assertThat(heard.contentType()).isEqualTo("application/cloudevents+json; charset=utf-8");
            assertThat(event.getString("specversion")).isEqualTo("1.0");
            assertThat(event.getString("id")).isEqualTo(heard.id()).matches("[0-9a-f]{16}-[0-9]+");
            assertThat(event.getString("source")).matches("urn:parley:server:[0-9a-f]{16}");
            assertThat(event.getString("type")).isEqualTo("io.github.parley-rollout.task");
            assertThat(event.getString("subject")).isEqualTo(task);
            assertThat(event.getJsonObject("data").getJsonObject("task").getString("state"))
                    .isEqualTo("open");
            assertThat(Instant.ofEpochSecond(Long.parseLong(heard.timestamp())))
                    .isBetween(Instant.now().minusSeconds(120), Instant.now().plusSeconds(5));
            assertThat(heard.signature()).isEqualTo(signature(made.getString("secret"), heard));

            String rotated = server().admin()
                    .post(webhook + "/rotate", "{}")
                    .expect(200)
                    .json()
                    .getString("secret");
            server().admin().post(webhook + "/test", "{}").expect(200);
            WebhookReceiver.Heard ping = receiver.heard().get(receiver.heard().size() - 1);
            assertThat(ping.json().getString("type")).isEqualTo("io.github.parley-rollout.ping");
            assertThat(ping.signature())
                    .isEqualTo(signature(rotated, ping) + " " + signature(made.getString("secret"), ping));
            assertThat(server().admin().get("/api/v1/webhooks").expect(200).text())
                    .contains(webhook.substring(webhook.lastIndexOf('/') + 1))
                    .doesNotContain("whsec_");
            server().admin().delete(webhook).expect(204);
            server().admin().get(webhook).expectProblem(404, "unknown_webhook");
        }
    }

    @Test
    default void targetsThatDoNotTakeEventsHoldUpNobodyAndTheirEventsAreKept() throws Exception {
        try (WebhookReceiver hangs = new WebhookReceiver(WebhookReceiver.HANGS);
                WebhookReceiver redirects = new WebhookReceiver(302);
                WebhookReceiver fails = new WebhookReceiver(500);
                WebhookReceiver floods = new WebhookReceiver(WebhookReceiver.ENDLESS);
                WebhookReceiver gone = new WebhookReceiver(410);
                WebhookReceiver good = new WebhookReceiver(200)) {
            String task = draft();
            String hanging = hangs.webhook(server(), unique(), task);
            String redirecting = redirects.webhook(server(), unique(), task);
            String failing = fails.webhook(server(), unique(), task);
            String flooding = floods.webhook(server(), unique(), task);
            String off = gone.webhook(server(), unique(), task);
            good.webhook(server(), unique(), task);

            server().admin().post("/api/v1/tasks/" + task + "/start", "{}").expect(200);
            server().admin().post("/api/v1/tasks/" + task + "/cancel", "{}").expect(200);

            Await.until("the good one has both", DEADLINE, () -> good.heard().size() == 2);
            Await.until("the flood is taken", DEADLINE, () -> floods.heard().size() == 2);
            awaitResult(flooding, "answered 200");
            awaitResult(hanging, "no answer within 2 s");
            awaitResult(redirecting, "answered 302; redirects are not followed");
            Await.until("410 switches it off", DEADLINE, () -> !now(off).getBoolean("enabled"));
            assertThat(now(off).getString("reason")).isEqualTo("The target answered 410: it wants no more events.");
            Await.until(
                    "the first event is given up", DEADLINE, () -> now(failing).getInt("failures") > 0);

            JsonObject letter = server().admin()
                    .get(failing + "/failures")
                    .expect(200)
                    .json()
                    .getJsonArray("failures")
                    .getJsonObject(0);
            assertThat(letter.getString("kind")).isEqualTo("event");
            assertThat(letter.getString("detail")).isEqualTo("answered 500");
            assertThat(letter.getInt("attempts")).isGreaterThanOrEqualTo(2);
            String first = fails.heard().get(0).id();
            assertThat(result(failing + "/failures/1/resend").getBoolean("delivered"))
                    .isFalse();
            fails.answer(200);
            assertThat(result(failing + "/failures/1/resend").getBoolean("delivered"))
                    .isTrue();
            assertThat(fails.heard().get(fails.heard().size() - 1).id()).isEqualTo(first);
            server().admin().post(failing + "/failures/1/resend", "{}").expectProblem(404, "not_found");
            server().admin()
                    .patch(failing, "{\"enabled\":true}", "*")
                    .expect(200); // does not wait for the next attempt
            Await.until("the second event follows", DEADLINE, () -> fails.heard().stream()
                    .anyMatch(heard -> heard.body().contains("\"cancelled\"")));
            assertThat(redirects.heard().stream()
                            .map(WebhookReceiver.Heard::id)
                            .distinct()
                            .count())
                    .as("a redirect leads nowhere")
                    .isLessThanOrEqualTo(2);
        }
    }

    @Test
    default void whatIsNoWebhookIsRefused() throws Exception {
        Rest admin = server().admin();
        server().as("operator").get("/api/v1/webhooks").expectProblem(403, "wrong_role");
        for (String url : List.of(
                "http://hooks.example.org/",
                "https://10.0.0.1/",
                "https://[::1]/",
                "https://[::ffff:10.0.0.1]/",
                "https://169.254.169.254/latest/meta-data/",
                "https://2130706433/",
                "https://user:secret@hooks.example.org/",
                "ftp://hooks.example.org/",
                "https:///hook",
                "no url")) {
            admin.post("/api/v1/webhooks", "{\"name\":\"" + unique() + "\",\"url\":\"" + url + "\"}")
                    .expectProblem(400, "invalid");
        }
        String url = "\"url\":\"https://hooks.example.org/\"";
        admin.post("/api/v1/webhooks", "{" + url + "}").expectProblem(400, "invalid");
        admin.post("/api/v1/webhooks", "{\"name\":7," + url + "}").expectProblem(400, "invalid");
        admin.post("/api/v1/webhooks", "{\"name\":\"a\",\"events\":[\"sleep\"]," + url + "}")
                .expectProblem(400, "invalid");
        admin.post("/api/v1/webhooks", "{\"name\":\"a\",\"secret\":\"mine\"," + url + "}")
                .expectProblem(400, "invalid");
        admin.post("/api/v1/webhooks", "{\"name\":\"a\",\"task\":\"nonsense\"," + url + "}")
                .expectProblem(404, "unknown_task");
        admin.post("/api/v1/webhooks", "[]").expectProblem(400, "invalid");
    }

    @Test
    default void aWebhookThatIsDisabledGoesOnWhereItStoppedUnlessItIsToldNotTo() throws Exception {
        try (WebhookReceiver receiver = new WebhookReceiver(200)) {
            String task = draft();
            String name = unique();
            String webhook = receiver.webhook(server(), name, task);
            server().admin()
                    .post("/api/v1/webhooks", "{\"name\":\"" + name + "\",\"url\":\"" + receiver.url() + "\"}")
                    .expectProblem(409, "wrong_state");
            server().admin().patch(webhook, "{\"enabled\":false}", "*").expect(200);
            server().admin().post("/api/v1/tasks/" + task + "/start", "{}").expect(200);
            Await.until("the event has its number", DEADLINE, () -> !server().admin()
                    .get("/api/v1/tasks/" + task + "/events")
                    .expect(200)
                    .json()
                    .getJsonArray("events")
                    .isEmpty());
            server().admin().patch(webhook, "{\"enabled\":true}", "*").expect(200);
            Await.until("it goes on", DEADLINE, () -> receiver.heard().size() == 1);
            assertThat(actions(webhook)).containsExactly("webhook.created", "webhook.changed", "webhook.changed");
        }
    }

    private List<String> actions(String webhook) throws Exception {
        String id = webhook.substring(webhook.lastIndexOf('/') + 1);
        return server()
                .admin()
                .get("/api/v1/audit?subject=" + id)
                .expect(200)
                .json()
                .getJsonArray("entries")
                .getValuesAs(JsonObject.class)
                .stream()
                .map(entry -> entry.getString("action"))
                .toList();
    }

    private void awaitResult(String webhook, String result) throws Exception {
        Await.until(
                () -> "the last result is " + result,
                DEADLINE,
                () -> now(webhook).get("lastResult") instanceof JsonString last
                        && last.getString().equals(result));
    }

    private JsonObject result(String path) throws Exception {
        return server().admin().post(path, "{}").expect(200).json();
    }

    private JsonObject now(String webhook) throws Exception {
        return server().admin().get(webhook).expect(200).json();
    }

    private String draft() throws Exception {
        String bundle = server().admin()
                .upload(new MultipartBody().file("a", "hooked"))
                .json()
                .getString("sha256");
        return server().admin()
                .post("/api/v1/tasks", "{\"name\":\"hooked\",\"bundle\":\"" + bundle + "\",\"allowOlder\":true}")
                .expect(201)
                .json()
                .getString("id");
    }

    private static String path(JsonObject made) {
        return "/api/v1/webhooks/" + made.getJsonObject("webhook").getString("id");
    }

    private static String unique() {
        return "hook-" + UUID.randomUUID();
    }

    /** As a receiver computes it. */
    private static String signature(String secret, WebhookReceiver.Heard heard) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring("whsec_".length())), "HmacSHA256"));
        byte[] code = mac.doFinal(
                (heard.id() + "." + heard.timestamp() + "." + heard.body()).getBytes(StandardCharsets.UTF_8));
        return "v1," + Base64.getEncoder().encodeToString(code);
    }
}
