package parley.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import parley.message.ClientState;
import parley.server.it.MultipartBody;

/** What an operator does, screen by screen. */
@ExtendWith(PageFixture.Extension.class)
class OperatorIT {

    private final PageFixture fixture;

    OperatorIT(PageFixture fixture) {
        this.fixture = fixture;
    }

    @AfterEach
    void nothingWentWrongUnseen() {
        fixture.assertNoFaults();
    }

    @Test
    void signsInWithTheOneTimeLinkAndOutAgain() throws Exception {
        String code = Files.readString(fixture.server().running().data().resolve("sign-in-link"))
                .strip();
        Page page = fixture.window();
        page.navigate("/#sign-in=" + code);
        assertThat(button(page, "Sign out")).isVisible();
        assertThat(page.url()).doesNotContain(code);
        button(page, "Sign out").click();
        assertThat(page.getByLabel("API key")).isVisible();

        page.navigate("about:blank");
        page.navigate("/#sign-in=" + code);
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("not accepted");
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("parley sign-in-link");

        String another = fixture.admin()
                .post("/api/v1/sign-in-codes", "{}")
                .expect(201)
                .json()
                .getString("code");
        page.navigate("about:blank");
        page.navigate("/#sign-in=" + another);
        assertThat(button(page, "Sign out")).isVisible();
        page.context().close();
    }

    @Test
    void aWrongKeyIsToldAndTheRightOneLeadsToWhereOneWanted() throws Exception {
        Page page = fixture.window();
        page.navigate("/#/server");
        page.getByLabel("API key").fill("pak_" + "A".repeat(43));
        button(page, "Sign in").click();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("not accepted");
        page.getByLabel("API key").fill(fixture.key("viewer"));
        button(page, "Sign in").click();
        assertThat(heading(page, "Server")).isVisible();
        assertThat(page.getByText("all checks pass")).isVisible();
        assertThat((String) page.evaluate("() => JSON.stringify([localStorage, sessionStorage])"))
                .doesNotContain("pak_");
        page.context().close();
    }

    @Test
    void aViewerIsNotOfferedWhatAViewerMayNot() throws Exception {
        String task = fixture.task("looked at", new MultipartBody().file("a", "viewed"))
                .getString("id");
        Page page = fixture.signedIn("viewer");
        page.navigate("/#/tasks/" + task);
        assertThat(heading(page, "looked at")).isVisible();
        assertThat(button(page, "Cancel task")).hasCount(0);
        assertThat(page.getByText("New token")).hasCount(0);
        assertThat(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Keys")))
                .hasCount(0);
        page.navigate("/#/keys");
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("You are signed in with the role viewer.");
        page.navigate("/#/nowhere");
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("There is no page at this address");
        page.context().close();
    }

    @Test
    void rollsFilesOutAndWatchesTheClientsTakeThem() throws Exception {
        fixture.task(
                "edge, before",
                new MultipartBody().field("name", "edge-before").file("app.conf", "port = 80\nhost = a\n"));
        Page page = fixture.signedIn("operator");
        page.navigate("/#/new");
        page.locator("input[type=file]").first().setInputFiles(new FilePayload[] {
            file("app.conf", "port = 8080\nhost = a\n"), file("logo.bin", "\u0000\u0001")
        });
        assertThat(page.getByText("What changes")).isVisible();
        compareWith(page, "edge-before");
        assertThat(page.locator("bundle-compare")).containsText("1 added, 1 replaced");
        page.locator("summary")
                .filter(new Locator.FilterOptions().setHasText("app.conf"))
                .click();
        assertThat(page.locator(".diff .gone")).containsText("port = 80");
        assertThat(page.locator(".diff .come")).containsText("port = 8080");
        page.locator("summary")
                .filter(new Locator.FilterOptions().setHasText("logo.bin"))
                .click();
        assertThat(page.getByText("Not shown as text.")).isVisible();

        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("edge, now");
        page.reload();
        assertThat(page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)))
                .hasValue("edge, now");
        button(page, "Review").click();
        button(page, "Start the task").click();

        assertThat(heading(page, "edge, now")).isVisible();
        String command = page.locator(".fresh pre").first().textContent();
        assertThat(command).startsWith("parley join parley1_");
        assertThat(page.locator("svg.qr")).isVisible();
        button(page, "Copy: Run this on each machine").click();
        assertThat(page.evaluate("() => navigator.clipboard.readText()")).isEqualTo(command);
        assertThat(page.url()).doesNotContain("parley1_");

        Page second = fixture.signedIn("viewer");
        second.navigate(page.url().substring(fixture.address().length()));
        String token = command.substring("parley join ".length());
        try (JoinedMachine well = JoinedMachine.join(token, "web-1")) {
            assertThat(well.outcome().state()).isEqualTo(ClientState.SUCCEEDED);
        }
        try (JoinedMachine unwell = JoinedMachine.unwell(token, "db-1", "no such host")) {
            assertThat(unwell.outcome().state()).isEqualTo(ClientState.ROLLED_BACK);
        }
        for (Page window : new Page[] {page, second}) {
            assertThat(row(window, "web-1")).containsText("succeeded");
            assertThat(row(window, "db-1")).containsText("rolled back");
            assertThat(window.getByText("1 succeeded · 1 failed · 0 open")).isVisible();
        }
        assertThat(page.getByText("2 of 100")).isVisible();

        page.getByLabel("Search clients by name, label, reason or output").fill("role=db");
        assertThat(row(page, "web-1")).hasCount(0);
        row(page, "db-1").click();
        assertThat(heading(page, "db-1")).isVisible();
        assertThat(page.locator(".timeline").last()).containsText("checking");
        assertThat(page.locator("pre.output").first()).hasText("no such host");
        page.getByText("Offer of attempt 1").click();
        assertThat(page.locator("details[open]").last()).containsText("logo.bin");
        page.goBack();
        assertThat(page.getByLabel("Search clients by name, label, reason or output"))
                .hasValue("role=db");

        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Report"))
                .click();
        assertThat(button(page, "Print")).isVisible();
        assertThat(page.locator("table")).containsText("web-1");
        page.goBack();
        button(page, "Cancel task").click();
        page.getByRole(AriaRole.DIALOG).getByLabel("Reason").fill("enough seen");
        page.keyboard().press("Enter");
        assertThat(page.getByRole(AriaRole.DIALOG)).hasCount(0);
        assertThat(page.locator(".head .state").first()).hasText("open");
        assertThat(page.getByText("New token")).isVisible();
        button(page, "Cancel task").click();
        page.getByRole(AriaRole.DIALOG)
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Cancel task"))
                .click();
        assertThat(page.locator(".head .state").first()).hasText("cancelled");
        assertThat(second.locator(".head .state").first()).hasText("cancelled");
        page.reload();
        assertThat(page.locator("task-tokens .state")).hasText("ended");
        assertThat(page.getByText("New token")).isHidden();
        assertThat(page.locator(".pulse")).isEmpty();
        second.navigate("/#/audit");
        assertThat(heading(second, "This page needs the role operator")).isVisible();
        page.context().close();
        second.context().close();
    }

    @Test
    void makesATokenForEachMachineAndRevokesOne() throws Exception {
        JsonObject task = fixture.task("tokens", new MultipartBody().file("a", "tokens"));
        Page page = fixture.signedIn("operator");
        page.navigate("/#/tasks/" + task.getString("id"));
        page.getByText("New token").click();
        page.getByLabel("Labels").fill("role=web, canary");
        button(page, "Make the token").click();
        assertThat(page.locator("task-tokens .list tbody")).containsText("role=web");
        assertThat(page.locator("task-tokens .list tbody")).containsText("canary");
        page.getByText("One for each machine").click();
        page.getByLabel("Names").fill("web-1\nno/name");
        button(page, "Make the tokens").click();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("“no/name” is not a name");
        page.getByLabel("Names").fill("web-1\nweb-2");
        button(page, "Make the tokens").click();
        assertThat(page.getByText("2 tokens made")).isVisible();
        Download csv =
                page.waitForDownload(() -> button(page, "Download as CSV").click());
        String text = new String(csv.createReadStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(text).startsWith("\"name\",\"command\",\"token\",\"expires\"\r\n\"web-1\",\"parley join parley1_");
        Locator tokens = page.locator("task-tokens .list tbody tr");
        assertThat(tokens).hasCount(4);
        tokens.last()
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Revoke"))
                .click();
        button(page, "Revoke the token").click();
        assertThat(tokens.last()).containsText("revoked");
        page.context().close();
    }

    @Test
    void extendsATokenRotatesItAndRevokesItWithItsClients() throws Exception {
        JsonObject task = fixture.task("rotating", new MultipartBody().file("a", "rotating"));
        try (JoinedMachine machine =
                JoinedMachine.join(task.getJsonObject("token").getString("token"), "rotating-1")) {
            machine.outcome();
        }
        Page page = fixture.signedIn("operator");
        page.navigate("/#/tasks/" + task.getString("id"));
        Locator tokens = page.locator("task-tokens .list tbody tr");
        assertThat(tokens.first()).containsText("rotating-1");
        assertThat(tokens.first()).containsText("1 of 100");

        act(tokens.first(), "Extend");
        page.getByRole(AriaRole.DIALOG).getByLabel("How many clients").fill("150");
        page.getByRole(AriaRole.DIALOG).getByLabel("Description").fill("for the second floor");
        button(page, "Save").click();
        assertThat(tokens.first()).containsText("1 of 150");
        assertThat(tokens.first()).containsText("for the second floor");

        act(tokens.first(), "Rotate");
        button(page, "Rotate the token").click();
        assertThat(page.locator(".fresh")).containsText("149 of 150 uses left");
        assertThat(tokens).hasCount(2);
        assertThat(tokens.first()).containsText("revoked");
        String token = page.locator(".fresh pre").last().textContent();
        try (JoinedMachine machine = JoinedMachine.join(token, "rotating-2")) {
            machine.outcome();
        }
        assertThat(tokens.last()).containsText("rotating-2");

        act(tokens.last(), "Revoke");
        page.getByText("Also revoke the clients that came with it").click();
        button(page, "Revoke the token").click();
        assertThat(tokens.last()).containsText("revoked");
        assertThat(page.locator("tr:has-text('rotating-2') .state").first()).hasText("revoked");
        page.context().close();
    }

    private static void act(Locator row, String word) {
        row.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(word))
                .click();
    }

    @Test
    void revokesAClientAndFindsItAcrossTasks() throws Exception {
        JsonObject task = fixture.task("shut out", new MultipartBody().file("a", "shut out"));
        try (JoinedMachine machine =
                JoinedMachine.join(task.getJsonObject("token").getString("token"), "unwanted-1")) {
            machine.outcome();
        }
        Page page = fixture.signedIn("operator");
        page.navigate("/#/clients");
        page.getByLabel("Search by name, label or id").fill("unwanted");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("unwanted-1"))
                .click();
        button(page, "Revoke client").click();
        button(page, "Revoke the client").click();
        assertThat(page.locator(".head .state")).hasText("revoked");
        page.context().close();
    }

    @Test
    void makesAKeyShownOnceAndReadsTheAuditLog() throws Exception {
        Page page = fixture.signedIn("admin");
        page.navigate("/#/keys");
        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("night-job");
        page.getByLabel("Role").selectOption("operator");
        button(page, "Make the key").click();
        assertThat(page.locator("dialog pre")).hasText(Pattern.compile("pak_[A-Za-z0-9_-]+"));
        button(page, "I have it").click();
        button(page, "Revoke night-job").click();
        button(page, "Revoke the key").click();
        assertThat(page.locator("tr").filter(new Locator.FilterOptions().setHasText("night-job")))
                .containsText("revoked");

        page.navigate("/#/audit");
        page.getByLabel("Filter by any word").fill("night-job");
        assertThat(page.locator("tbody tr")).hasCount(2);
        button(page, "Verify the chain").click();
        assertThat(page.getByText(Pattern.compile("The chain of .* entries is intact")))
                .isVisible();
        page.waitForDownload(() -> button(page, "Export as CSV").click());
        assertThat(page.locator(".verdict")).hasText("2 entries exported.");
        page.context().close();
    }

    @Test
    void comparesBundlesThatAreThere() throws Exception {
        fixture.admin().upload(new MultipartBody().field("name", "cmp").file("x", "one\nport = two\nthree\n"));
        String now = fixture.admin()
                .upload(new MultipartBody().field("name", "cmp").file("x", "one\nport = 2\nthree\n"))
                .json()
                .getString("sha256");
        Page page = fixture.signedIn("viewer");
        page.navigate("/#/bundles/" + now);
        compareWith(page, "cmp");
        page.locator("summary").click();
        assertThat(page.locator(".diff mark").first()).hasText("two");
        assertThat(page.url()).contains("with=sha256");
        page.context().close();
    }

    @Test
    void deletesABundleThatNothingNeeds() throws Exception {
        JsonObject task = fixture.task(
                "kept busy", new MultipartBody().field("name", "spent").file("spent", "spent"));
        String bundle = task.getJsonObject("bundle").getString("sha256");
        Page page = fixture.signedIn("operator");
        page.navigate("/#/bundles/" + bundle);
        assertThat(page.getByText("kept busy: running")).isVisible();
        assertThat(button(page, "Delete bundle")).hasCount(0);
        fixture.admin()
                .post("/api/v1/tasks/" + task.getString("id") + "/cancel", "{}")
                .expect(200);

        page.reload();
        button(page, "Delete bundle").click();
        button(page, "Delete the bundle").click();

        assertThat(heading(page, "Bundles")).isVisible();
        assertThat(page.locator("a[href*='" + bundle.substring(7) + "']")).hasCount(0);
        page.navigate("/#/bundles/" + bundle);
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("There is no such bundle");
        page.navigate("/#/tasks/" + task.getString("id"));
        assertThat(page.getByText("spent").first()).isVisible();
        page.context().close();
    }

    private static void compareWith(Page page, String bundle) {
        choose(page.getByLabel("Compare with"), bundle);
    }

    static void choose(Locator others, String bundle) {
        others.selectOption(others.locator("option")
                .filter(new Locator.FilterOptions().setHasText(bundle))
                .first()
                .getAttribute("value"));
    }

    static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    static Locator heading(Page page, String name) {
        return page.getByRole(
                AriaRole.HEADING,
                new Page.GetByRoleOptions().setName(name).setExact(true).setLevel(1));
    }

    static Locator row(Page page, String name) {
        return page.locator(".grid-row.body").filter(new Locator.FilterOptions().setHasText(name));
    }

    private static FilePayload file(String name, String content) {
        return new FilePayload(name, "application/octet-stream", content.getBytes(StandardCharsets.UTF_8));
    }
}
