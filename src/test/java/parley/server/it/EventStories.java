package parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is told to those who watch a task: nothing lost, nothing twice. */
interface EventStories extends OnServer {

    @Test
    default void aStreamThatWasCutGoesOnBehindTheLastEvent() throws Exception {
        String task = draft();
        String last;
        try (EventReader events = open(task, Optional.empty())) {
            assertThat(events.next().name()).isEqualTo("begin");
            start(task);
            EventReader.Heard opened = events.next("task");
            assertThat(opened.data()).contains("\"state\":\"open\"");
            last = opened.id().orElseThrow();
        }
        server().admin().post("/api/v1/tasks/" + task + "/cancel", "{}").expect(200);
        try (EventReader events = open(task, Optional.of(last))) {
            assertThat(events.next().name()).isEqualTo("begin");
            EventReader.Heard next = events.next();
            assertThat(next.name()).isEqualTo("task");
            assertThat(next.data()).contains("\"state\":\"cancelled\"");
            assertThat(Long.parseLong(next.id().orElseThrow())).isGreaterThan(Long.parseLong(last));
        }
    }

    @Test
    default void pagesTellTheSameAsStreams() throws Exception {
        String task = draft();
        start(task);
        server().admin().post("/api/v1/tasks/" + task + "/cancel", "{}").expect(200);
        List<String> streamed;
        try (EventReader events = open(task, Optional.of("0"))) {
            streamed = List.of(
                    events.next("task").id().orElseThrow(),
                    events.next("task").id().orElseThrow());
        }
        JsonObject first = page(task, "after=0&limit=1");
        JsonObject second = page(task, "after=" + first.getInt("last") + "&limit=1");
        assertThat(List.of(number(first), number(second))).isEqualTo(streamed);
        JsonObject third = page(task, "after=" + second.getInt("last"));
        assertThat(third.getJsonArray("events")).isEmpty();
        assertThat(third.getInt("last")).isEqualTo(second.getInt("last"));
    }

    @Test
    default void aStreamSaysThatItIsStillThere() throws Exception {
        try (EventReader events = open(draft(), Optional.empty())) {
            assertThat(events.next("heartbeat").id()).isEmpty();
        }
    }

    @Test
    default void whoMayLookMayListen() throws Exception {
        String events = "/api/v1/tasks/" + draft() + "/events";
        server().as("viewer").get(events).expect(200);
        server().withoutKey().get(events).expectProblem(401, "no_key");
        server().admin().get("/api/v1/tasks/nonsense/events").expectProblem(404, "unknown_task");
        server().admin().get(events + "?limit=0").expectProblem(400, "invalid");
        try (EventReader none = EventReader.open(
                server().uri().resolve("/api/v1/tasks/nonsense/events"),
                server().admin().authorization(),
                Optional.empty())) {
            assertThat(none.status()).isEqualTo(404);
        }
    }

    @Test
    default void clientsOfAllTasksAreListedAndSearched() throws Exception {
        Rest admin = server().admin();
        admin.get("/api/v1/clients?search=nobody-has-this%25").expect(200);
        assertThat(admin.get("/api/v1/clients?search=role%3Dnone&state=failed&limit=1")
                        .expect(200)
                        .json()
                        .getJsonArray("clients"))
                .isEmpty();
        admin.get("/api/v1/clients?state=asleep").expectProblem(400, "invalid");
    }

    @Test
    default void aNewTokenComesWithItsQrCode() throws Exception {
        JsonObject token = start(draft()).getJsonObject("token");
        int size = token.getJsonArray("qr").size();
        assertThat(size).isBetween(33, 177);
        // the finder pattern in the upper left corner, ISO/IEC 18004 §6.3.3
        assertThat(token.getJsonArray("qr").getString(0)).hasSize(size).startsWith("11111110");
        assertThat(token.getJsonArray("qr").getString(1)).startsWith("10000010");
    }

    private String draft() throws Exception {
        Rest admin = server().admin();
        String bundle =
                admin.upload(new MultipartBody().file("a", "watched")).json().getString("sha256");
        return admin.post("/api/v1/tasks", "{\"name\":\"watched\",\"bundle\":\"" + bundle + "\"}")
                .expect(201)
                .json()
                .getString("id");
    }

    private JsonObject start(String task) throws Exception {
        return server().admin()
                .post("/api/v1/tasks/" + task + "/start", "{}")
                .expect(200)
                .json();
    }

    private EventReader open(String task, Optional<String> lastEventId) throws Exception {
        return EventReader.open(
                server().uri().resolve("/api/v1/tasks/" + task + "/events"),
                server().admin().authorization(),
                lastEventId);
    }

    private JsonObject page(String task, String query) throws Exception {
        return server().admin()
                .get("/api/v1/tasks/" + task + "/events?" + query)
                .expect(200)
                .json();
    }

    private static String number(JsonObject page) {
        return Integer.toString(page.getJsonArray("events").getJsonObject(0).getInt("number"));
    }
}
