package parley.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import jakarta.json.JsonObject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import parley.server.it.Await;
import parley.server.it.MultipartBody;

/** Ten thousand clients, written into the database as another node would write them. */
@ExtendWith(PageFixture.Extension.class)
class SeededClientsIT {

    private static final int CLIENTS = 10_000;
    private static final String FRAMES =
            """
            () => new Promise((done) => {
              const grid = document.querySelector(".grid");
              const times = [];
              let last = performance.now();
              const frame = (now) => {
                times.push(now - last);
                last = now;
                grid.scrollTop += 800;
                if (times.length < 120) requestAnimationFrame(frame);
                else done(times);
              };
              requestAnimationFrame(frame);
            })""";

    @Test
    void tenThousandClientsScrollSortAndChangeQuickly(PageFixture fixture) throws Exception {
        String task =
                fixture.task("fleet", new MultipartBody().file("a", "fleet")).getString("id");
        try (Connection database = SeededClients.database(fixture)) {
            SeededClients.seed(database, task, CLIENTS);
            Page page = fixture.signedIn("operator");
            page.navigate("/#/tasks/" + task);
            assertThat(page.locator(".shown"))
                    .hasText("10,000 clients", new LocatorAssertions.HasTextOptions().setTimeout(60_000));
            assertThat(page.locator(".grid-row.body").count()).isLessThan(60);
            report("scrolling", frames(page));

            change(database, task, 2_000);
            report("scrolling while 2,000 of them change", frames(page));
            assertThat(page.locator(".step").filter(has("succeeded"))).containsText("2,000", patiently());

            page.getByLabel("Search clients by name, label, reason or output").fill("role=db");
            assertThat(page.locator(".shown")).hasText("5,000 of 10,000 clients");
            page.getByLabel("Search clients by name, label, reason or output").fill("");
            page.locator(".step").filter(has("succeeded")).click();
            assertThat(page.locator(".shown")).hasText("2,000 of 10,000 clients");
            page.locator(".sort").first().dblclick();
            assertThat(page.locator(".grid-row.body[aria-rowindex='2']")).containsText("host-01999");
            page.context().close();
        }
        fixture.assertNoFaults();
    }

    /** The database is as a killed server left it: the token is revoked with its clients, 60 of them are not yet. */
    @Test
    void clientsThatAKilledServerDidNotRevokeAreRevokedByTheScan(PageFixture fixture) throws Exception {
        JsonObject task = fixture.task("left half done", new MultipartBody().file("a", "left half done"));
        String keyId = task.getJsonObject("token").getString("keyId");
        try (Connection database = SeededClients.database(fixture);
                Statement statement = database.createStatement()) {
            SeededClients.seed(database, task.getString("id"), 60);
            statement.executeUpdate(
                    "UPDATE client SET token = '" + keyId + "' WHERE task = '" + task.getString("id") + "'");
            statement.executeUpdate("UPDATE token SET revoked_at = 1, clients_to_revoke_by = 'night shift'"
                    + " WHERE key_id = '" + keyId + "'");
        }
        String path = "/api/v1/tasks/" + task.getString("id");
        Await.until(
                "all are revoked",
                Duration.ofSeconds(60),
                () -> fixture.admin()
                                .get(path)
                                .expect(200)
                                .json()
                                .getJsonObject("counts")
                                .getInt("revoked", 0)
                        == 60);
        assertThat(fixture.admin()
                        .get("/api/v1/audit?limit=1&action=client.revoked&subject=" + task.getString("id"))
                        .expect(200)
                        .text())
                .contains("\"actor\":\"night shift\"");
    }

    private static com.microsoft.playwright.Locator.FilterOptions has(String text) {
        return new com.microsoft.playwright.Locator.FilterOptions().setHasText(text);
    }

    private static LocatorAssertions.ContainsTextOptions patiently() {
        return new LocatorAssertions.ContainsTextOptions().setTimeout(30_000);
    }

    /** Milliseconds between 120 frames, each of which scrolled by twenty rows; in order of size. */
    private static List<Double> frames(Page page) {
        page.evaluate("() => { document.querySelector('.grid').scrollTop = 0; }");
        return ((List<?>) page.evaluate(FRAMES))
                .stream().map(time -> ((Number) time).doubleValue()).sorted().toList();
    }

    private static void report(String what, List<Double> frames) {
        double median = frames.get(frames.size() / 2);
        double nearlyAll = frames.get(frames.size() * 95 / 100);
        System.out.printf(
                "page: %s, 10 000 clients: frames of %.0f ms (median), %.0f ms (95 %%), %.0f ms (longest)%n",
                what, median, nearlyAll, frames.get(frames.size() - 1));
        assertThat(median).as("median of %s", what).isLessThan(100);
    }

    /** The first so many succeed; no node has told anybody. */
    private static void change(Connection database, String task, int count) throws Exception {
        try (PreparedStatement insert = database.prepareStatement(
                "INSERT INTO pending_event (task, at, kind, content) VALUES (?, ?, 'client', ?)")) {
            for (int i = 0; i < count; i++) {
                insert.setString(1, task);
                insert.setLong(2, System.currentTimeMillis());
                insert.setString(
                        3,
                        "{\"client\":{\"name\":\"" + SeededClients.name(i) + "\",\"labels\":" + SeededClients.labels(i)
                                + ",\"state\":\"succeeded\",\"attempt\":1}}");
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }
}
