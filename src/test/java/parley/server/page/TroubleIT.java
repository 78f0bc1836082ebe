package parley.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static parley.server.page.OperatorIT.button;
import static parley.server.page.OperatorIT.heading;
import static parley.server.page.OperatorIT.row;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import parley.server.it.MultipartBody;

/** Networks and servers that fail while somebody is looking. */
@ExtendWith(PageFixture.Extension.class)
class TroubleIT {

    /** Adds up by how much the page moved under the reader's eyes (web.dev/cls). */
    private static final String SHIFTS =
            """
            window.shifted = 0;
            new PerformanceObserver((list) => list.getEntries().forEach((entry) => { window.shifted += entry.value; }))
                .observe({ type: "layout-shift", buffered: true });""";

    @Test
    void theServerIsRestartedWhileSomebodyLooks(PageFixture fixture) throws Exception {
        var task = fixture.task("outlives it", new MultipartBody().file("a", "outlives"));
        String token = task.getJsonObject("token").getString("token");
        Page page = fixture.signedIn("operator");
        page.navigate("/#/tasks/" + task.getString("id"));
        assertThat(page.locator(".pulse")).hasText("live");
        page.getByLabel("Search clients by name, label, reason or output").fill("web");
        Page writing = fixture.signedIn("operator");
        writing.navigate("/#/new");
        writing.getByLabel("Notes").fill("half a sen");

        fixture.server().stop();
        LocatorAssertions.ContainsTextOptions patiently =
                new LocatorAssertions.ContainsTextOptions().setTimeout(30_000);
        assertThat(page.locator(".pulse")).containsText("as of", patiently);
        writing.locator("input[type=file]")
                .first()
                .setInputFiles(new FilePayload("a", "text/plain", "lost".getBytes()));
        assertThat(writing.getByRole(AriaRole.ALERT)).containsText("The server did not answer");
        assertThat(writing.getByLabel("Notes")).hasValue("half a sen");
        button(page, "Pause").click();
        page.getByRole(AriaRole.DIALOG).getByLabel("Reason").fill("the disks first");
        button(page, "Pause the task").click();
        assertThat(page.getByRole(AriaRole.DIALOG)).containsText("The server did not answer");
        assertThat(page.getByRole(AriaRole.DIALOG).getByLabel("Reason")).hasValue("the disks first");

        fixture.server().restart();
        assertThat(page.locator(".pulse")).containsText("live", patiently);
        button(page, "Pause the task").click();
        assertThat(page.locator(".note")).containsText("the disks first");
        button(page, "Resume").click();
        button(page, "Resume the task").click();
        assertThat(page.locator(".head .state")).hasText("open");
        try (JoinedMachine machine = JoinedMachine.join(token, "web-9")) {
            machine.outcome();
        }
        assertThat(row(page, "web-9")).containsText("succeeded");
        assertThat(page.getByLabel("Search clients by name, label, reason or output"))
                .hasValue("web");
        page.context().close();
        writing.context().close();
    }

    @Test
    void anUploadOverASlowNetworkShowsItsProgressAndCanBeStopped(PageFixture fixture) throws Exception {
        Page page = fixture.signedIn("operator");
        page.navigate("/#/new");
        assertThat(heading(page, "New task")).isVisible();
        slow(page, 20_000, 200);
        page.locator("input[type=file]")
                .first()
                .setInputFiles(new FilePayload("big.bin", "application/octet-stream", new byte[4_000_000]));
        assertThat(page.getByText("Uploading big, ")).hasCount(0);
        assertThat(page.getByText("Uploading big.bin, ")).isVisible();
        button(page, "Stop").click();
        assertThat(page.getByText("The upload was stopped. Nothing was stored."))
                .isVisible();
        assertThat(button(page, "Choose files")).isVisible();
        page.context().close();
        fixture.assertNoFaults();
    }

    @Test
    void whoIsSignedOutMeanwhileSignsInAgainAndLosesNothing(PageFixture fixture) throws Exception {
        fixture.admin().upload(new MultipartBody().field("name", "kept").file("a", "kept"));
        Page page = fixture.signedIn("operator");
        page.navigate("/#/new");
        page.getByLabel("Notes").fill("typed before");
        page.context().clearCookies();
        page.locator("input[type=file]")
                .first()
                .setInputFiles(new FilePayload("a", "text/plain", "refused".getBytes()));
        page.getByLabel("API key").fill(fixture.key("operator"));
        button(page, "Sign in").click();
        assertThat(page.locator("dialog")).hasCount(0);
        assertThat(page.getByLabel("Notes")).hasValue("typed before");
        page.locator("input[type=file]")
                .first()
                .setInputFiles(new FilePayload("a", "text/plain", "accepted".getBytes()));
        assertThat(page.getByText("What changes")).isVisible();
        page.context().close();
        fixture.assertNoFaults();
    }

    @Test
    void aSlowServerIsWaitedForAndNothingJumps(PageFixture fixture) throws Exception {
        var task = fixture.task("far away", new MultipartBody().file("a", "far away"));
        String token = task.getJsonObject("token").getString("token");
        for (String name : List.of("far-1", "far-2", "far-3")) {
            try (JoinedMachine machine = JoinedMachine.join(token, name)) {
                machine.outcome();
            }
        }
        String here = "/#/tasks/" + task.getString("id");
        Page page = fixture.signedIn("operator");
        page.addInitScript(SHIFTS);
        page.navigate("/#/server");
        assertThat(heading(page, "Server")).isVisible();
        slow(page, 500_000, 1_000);
        for (String address : List.of("/#/tasks", here, here + "/clients/far-1", "/#/clients", "/#/bundles")) {
            page.navigate(address);
            assertThat(page.getByText("Loading …")).isVisible();
            assertThat(page.locator("tbody tr, .grid-row.body, .timeline li").first())
                    .isVisible();
        }
        page.navigate(here);
        assertThat(page.locator(".shown")).hasText("3 clients");
        assertThat(page.locator("task-tokens tbody tr")).hasCount(1);
        assertThat(((Number) page.evaluate("() => window.shifted")).doubleValue())
                .as("layout shift, of which a tenth is called good")
                .isLessThan(0.05);
        page.context().close();
        fixture.assertNoFaults();
    }

    @Test
    void whatCouldNotBeLoadedIsLoadedOnTheNextTry(PageFixture fixture) throws Exception {
        var task = fixture.task("on the second try", new MultipartBody().file("a", "second try"));
        String here = "/#/tasks/" + task.getString("id");
        Page page = fixture.signedIn("operator");
        page.route("**/api/v1/tasks/**", route -> route.abort());
        page.navigate(here);
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("The server did not answer");
        page.unroute("**/api/v1/tasks/**");
        page.route("**/clients?*", route -> route.abort());
        button(page, "Try again").click();
        assertThat(heading(page, "on the second try")).isVisible();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("The server did not answer");
        page.unroute("**/clients?*");
        button(page, "Try again").click();
        assertThat(page.getByRole(AriaRole.ALERT)).hasCount(0);
        assertThat(page.getByText("No client has joined yet.")).isVisible();
        page.context().close();
        fixture.assertNoFaults();
    }

    @Test
    void ofTwoOperatorsWhoDoTheSameTheSecondIsToldSo(PageFixture fixture) throws Exception {
        var task = fixture.task("contended", new MultipartBody().file("a", "contended"));
        Page first = fixture.signedIn("operator");
        Page second = fixture.signedIn("operator");
        for (Page window : List.of(first, second)) {
            window.navigate("/#/tasks/" + task.getString("id"));
            button(window, "Pause").click();
        }
        button(first, "Pause the task").click();
        assertThat(first.locator(".head .state")).hasText("paused");
        button(second, "Pause the task").click();
        assertThat(second.getByRole(AriaRole.ALERT)).containsText("paused");
        assertThat(second.locator(".head .state")).hasText("paused");
        first.context().close();
        second.context().close();
        fixture.assertNoFaults();
    }

    private static void slow(Page page, int bytesPerSecond, int latencyMillis) {
        CDPSession devtools = page.context().newCDPSession(page);
        JsonObject network = new JsonObject();
        network.addProperty("offline", false);
        network.addProperty("latency", latencyMillis);
        network.addProperty("downloadThroughput", bytesPerSecond);
        network.addProperty("uploadThroughput", bytesPerSecond);
        devtools.send("Network.enable");
        devtools.send("Network.emulateNetworkConditions", network);
    }
}
