package parley.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static parley.server.page.OperatorIT.button;
import static parley.server.page.OperatorIT.heading;
import static parley.server.page.OperatorIT.row;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.FilePayload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import parley.server.it.MultipartBody;

/** Networks and servers that fail while somebody is looking. */
@ExtendWith(Desk.Extension.class)
class TroubleIT {

    @Test
    void theServerIsRestartedWhileSomebodyLooks(Desk desk) throws Exception {
        var task = desk.task("outlives it", new MultipartBody().file("a", "outlives"));
        String token = task.getJsonObject("token").getString("token");
        Page page = desk.signedIn("operator");
        page.navigate("/#/tasks/" + task.getString("id"));
        assertThat(page.locator(".pulse")).hasText("live");
        page.getByLabel("Search clients by name or label").fill("web");
        Page writing = desk.signedIn("operator");
        writing.navigate("/#/new");
        writing.getByLabel("Notes").fill("half a sen");

        desk.server().stop();
        LocatorAssertions.ContainsTextOptions patiently =
                new LocatorAssertions.ContainsTextOptions().setTimeout(30_000);
        assertThat(page.locator(".pulse")).containsText("as of", patiently);
        writing.locator("input[type=file]")
                .first()
                .setInputFiles(new FilePayload("a", "text/plain", "lost".getBytes()));
        assertThat(writing.getByRole(com.microsoft.playwright.options.AriaRole.ALERT))
                .containsText("The server did not answer");
        assertThat(writing.getByLabel("Notes")).hasValue("half a sen");

        desk.server().restart();
        assertThat(page.locator(".pulse")).containsText("live", patiently);
        try (Machine machine = Machine.join(token, "web-9")) {
            machine.outcome();
        }
        assertThat(row(page, "web-9")).containsText("succeeded");
        assertThat(page.getByLabel("Search clients by name or label")).hasValue("web");
        page.context().close();
        writing.context().close();
    }

    @Test
    void anUploadOverASlowNetworkShowsItsProgressAndCanBeStopped(Desk desk) throws Exception {
        Page page = desk.signedIn("operator");
        page.navigate("/#/new");
        assertThat(heading(page, "New task")).isVisible();
        slow(page, 20_000);
        page.locator("input[type=file]")
                .first()
                .setInputFiles(new FilePayload("big.bin", "application/octet-stream", new byte[4_000_000]));
        assertThat(page.getByText("Uploading big, ")).hasCount(0);
        assertThat(page.getByText("Uploading big.bin, ")).isVisible();
        button(page, "Stop").click();
        assertThat(page.getByText("The upload was stopped. Nothing was kept.")).isVisible();
        assertThat(button(page, "Choose files")).isVisible();
        page.context().close();
        desk.assertNoFaults();
    }

    @Test
    void whoIsSignedOutMeanwhileSignsInAgainAndLosesNothing(Desk desk) throws Exception {
        desk.admin().upload(new MultipartBody().field("name", "kept").file("a", "kept"));
        Page page = desk.signedIn("operator");
        page.navigate("/#/new");
        page.getByLabel("Notes").fill("typed before");
        page.context().clearCookies();
        page.locator("input[type=file]")
                .first()
                .setInputFiles(new FilePayload("a", "text/plain", "refused".getBytes()));
        page.getByLabel("API key").fill(desk.key("operator"));
        button(page, "Sign in").click();
        assertThat(page.locator("dialog")).hasCount(0);
        assertThat(page.getByLabel("Notes")).hasValue("typed before");
        page.locator("input[type=file]")
                .first()
                .setInputFiles(new FilePayload("a", "text/plain", "accepted".getBytes()));
        assertThat(page.getByText("What changes")).isVisible();
        page.context().close();
        desk.assertNoFaults();
    }

    private static void slow(Page page, int bytesPerSecond) {
        CDPSession devtools = page.context().newCDPSession(page);
        JsonObject network = new JsonObject();
        network.addProperty("offline", false);
        network.addProperty("latency", 200);
        network.addProperty("downloadThroughput", bytesPerSecond);
        network.addProperty("uploadThroughput", bytesPerSecond);
        devtools.send("Network.enable");
        devtools.send("Network.emulateNetworkConditions", network);
    }
}
