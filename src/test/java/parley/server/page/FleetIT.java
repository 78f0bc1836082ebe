package parley.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import parley.server.it.MultipartBody;

/** Ten thousand clients, written into the database as another node would write them. */
@ExtendWith(Desk.Extension.class)
class FleetIT {

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
    void tenThousandClientsScrollSortAndChangeQuickly(Desk desk) throws Exception {
        String task = desk.task("fleet", new MultipartBody().file("a", "fleet")).getString("id");
        try (Connection database = database(desk)) {
            seed(database, task);
            Page page = desk.signedIn("operator");
            page.navigate("/#/tasks/" + task);
            assertThat(page.locator(".shown"))
                    .hasText("10,000 clients", new LocatorAssertions.HasTextOptions().setTimeout(60_000));
            assertThat(page.locator(".grid-row.body").count()).isLessThan(60);
            report("scrolling", frames(page));

            change(database, task, 2_000);
            report("scrolling while 2,000 of them change", frames(page));
            assertThat(page.locator(".step").filter(has("succeeded"))).containsText("2,000", patiently());

            page.getByLabel("Search clients by name or label").fill("role=db");
            assertThat(page.locator(".shown")).hasText("5,000 of 10,000 clients");
            page.getByLabel("Search clients by name or label").fill("");
            page.locator(".step").filter(has("succeeded")).click();
            assertThat(page.locator(".shown")).hasText("2,000 of 10,000 clients");
            page.locator(".sort").first().click();
            assertThat(page.locator(".grid-row.body[aria-rowindex='2']")).containsText("host-01999");
            page.context().close();
        }
        desk.assertNoFaults();
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

    private static Connection database(Desk desk) throws Exception {
        String file = desk.server().running().data().resolve("db/parley").toString();
        return DriverManager.getConnection(
                "jdbc:h2:file:" + file + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;AUTO_SERVER=TRUE",
                "parley",
                Desk.DATABASE_PASSWORD);
    }

    private static String name(int i) {
        return "host-%05d".formatted(i);
    }

    private static void seed(Connection database, String task) throws Exception {
        String columns = "id, task, client_id, public_key, name, labels, agent, platform, capabilities, token, state,"
                + " ended, attempt, seq, moves, connected, joined_at, changed_at, last_seen_at";
        String marks = Stream.generate(() -> "?").limit(19).collect(Collectors.joining(", "));
        long now = System.currentTimeMillis();
        try (PreparedStatement insert =
                database.prepareStatement("INSERT INTO client (" + columns + ") VALUES (" + marks + ")")) {
            for (int i = 0; i < CLIENTS; i++) {
                Object[] values = {
                    UUID.randomUUID().toString(),
                    task,
                    "client" + "%026d".formatted(i),
                    new byte[32],
                    name(i),
                    i % 2 == 0 ? "{\"role\":\"db\"}" : "{\"role\":\"web\",\"site\":\"north\"}",
                    "{\"name\":\"parley\",\"version\":\"1\"}",
                    "{\"os\":\"Linux\",\"arch\":\"amd64\",\"java\":\"17\"}",
                    "",
                    "0".repeat(32),
                    "joined",
                    false,
                    1L,
                    1L,
                    1L,
                    false,
                    now,
                    now,
                    now
                };
                for (int column = 0; column < values.length; column++) {
                    insert.setObject(column + 1, values[column]);
                }
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** The first so many succeed; no node has told anybody. */
    private static void change(Connection database, String task, int count) throws Exception {
        try (PreparedStatement insert =
                database.prepareStatement("INSERT INTO event (task, at, kind, content) VALUES (?, ?, 'client', ?)")) {
            for (int i = 0; i < count; i++) {
                insert.setString(1, task);
                insert.setLong(2, System.currentTimeMillis());
                insert.setString(
                        3, "{\"client\":{\"name\":\"" + name(i) + "\",\"state\":\"succeeded\",\"attempt\":1}}");
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }
}
