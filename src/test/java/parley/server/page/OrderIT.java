package parley.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static parley.server.page.OperatorIT.button;
import static parley.server.page.OperatorIT.choose;
import static parley.server.page.OperatorIT.heading;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import parley.message.ClientState;
import parley.server.it.MultipartBody;

/** How an operator goes back to older content, and what a bundle is called in which task. */
@ExtendWith(PageFixture.Extension.class)
class OrderIT {

    private final PageFixture fixture;

    @TempDir
    Path folder;

    OrderIT(PageFixture fixture) {
        this.fixture = fixture;
    }

    @AfterEach
    void nothingWentWrongUnseen() {
        fixture.assertNoFaults();
    }

    @Test
    void isAskedBeforeADraftRollsAHotFixBack() throws Exception {
        String monday = upload("of-monday", "order.txt", "of monday");
        String draft = fixture.admin()
                .post("/api/v1/tasks", "{\"name\":\"monday\",\"bundle\":\"" + monday + "\"}")
                .expect(201)
                .json()
                .getString("id");
        roll("hot-fix", new MultipartBody().field("name", "hot-fix").file("order.txt", "hot-fix"));
        Page page = fixture.signedIn("operator");
        page.navigate("/#/tasks/" + draft);
        Locator dialog = page.getByRole(AriaRole.DIALOG);

        button(page, "Start").click();
        button(page, "Start the task").click();
        assertThat(dialog)
                .containsText("1 client has a newer bundle than this task would give, that of the task “hot-fix”.");
        button(page, "Leave it as it is").click();
        assertThat(dialog).hasCount(0);
        assertThat(page.locator(".head .state")).hasText("draft");

        button(page, "Start").click();
        button(page, "Start the task").click();
        button(page, "Roll back").click();
        assertThat(page.locator(".head .state")).hasText("open");
        assertThat(page.locator(".fresh pre").first()).isVisible();
        page.context().close();
    }

    @Test
    void changesADraftAndSetsWhenItStarts() throws Exception {
        String bundle = upload("to-be-changed", "draft.txt", "of a draft");
        String draft = fixture.admin()
                .post(
                        "/api/v1/tasks",
                        "{\"name\":\"typo\",\"bundle\":\"" + bundle + "\",\"policy\":{\"maxClients\":7}}")
                .expect(201)
                .json()
                .getString("id");
        Page page = fixture.signedIn("operator");
        page.navigate("/#/tasks/" + draft);

        page.getByRole(
                        AriaRole.LINK,
                        new Page.GetByRoleOptions().setName("Change").setExact(true))
                .click();
        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("corrected");
        page.locator("input[name=startAt]")
                .fill(LocalDateTime.now(ZoneOffset.UTC)
                        .plusDays(2)
                        .truncatedTo(ChronoUnit.MINUTES)
                        .toString());
        button(page, "Review").click();
        button(page, "Save the draft").click();

        assertThat(heading(page, "corrected")).isVisible();
        assertThat(page.getByText("Starts by itself")).isVisible();
        JsonObject changed =
                fixture.admin().get("/api/v1/tasks/" + draft).expect(200).json();
        Assertions.assertThat(changed.getJsonObject("policy").getInt("maxClients"))
                .isEqualTo(7);
        Assertions.assertThat(changed).containsKey("startAt");
        page.context().close();
    }

    @Test
    void isAskedBeforeANewTaskRollsBackToWhatWasThereBefore() throws Exception {
        roll("first", new MultipartBody().field("name", "rolled-first").file("rolled.txt", "first"));
        roll("second", new MultipartBody().field("name", "rolled-second").file("rolled.txt", "second"));
        Page page = fixture.signedIn("operator");
        page.navigate("/#/new");
        choose(page.getByLabel("or use a bundle that the server has"), "rolled-first");
        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("back to the first");
        button(page, "Review").click();
        button(page, "Start the task").click();
        assertThat(page.getByRole(AriaRole.DIALOG)).containsText("that of the task “second”");
        button(page, "Leave it as it is").click();
        button(page, "Review").click();
        button(page, "Start the task").click();
        button(page, "Roll back").click();
        assertThat(heading(page, "back to the first")).isVisible();
        assertThat(page.locator(".head .state")).hasText("open");
        page.context().close();
    }

    @Test
    void callsTheSameFilesAsTheyWereDroppedForThisTask() throws Exception {
        upload("called-first", "second-name", "the same for both");
        Page page = fixture.signedIn("operator");
        page.navigate("/#/new");
        page.locator("input[type=file]").first().setInputFiles(new FilePayload[] {
            new FilePayload(
                    "second-name", "application/octet-stream", "the same for both".getBytes(StandardCharsets.UTF_8))
        });
        assertThat(page.getByText("The server already has exactly these files."))
                .isVisible();
        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("called otherwise");
        button(page, "Review").click();
        button(page, "Start the task").click();
        assertThat(heading(page, "called otherwise")).isVisible();
        page.navigate("/#/tasks?search=called+otherwise");
        assertThat(page.locator("tbody tr")).hasCount(1);
        assertThat(page.locator("tbody tr")).containsText("second-name");
        page.context().close();
    }

    private String upload(String name, String path, String text) throws Exception {
        return fixture.admin()
                .upload(new MultipartBody().field("name", name).file(path, text))
                .expect(201)
                .json()
                .getString("sha256");
    }

    /** Rolls it out to the one machine of the test. */
    private void roll(String name, MultipartBody bundle) throws Exception {
        JsonObject task = fixture.task(name, bundle);
        String token = task.getJsonObject("token").getString("token");
        try (JoinedMachine machine = JoinedMachine.join(
                token, client -> client.name("ordered").stateFolder(folder.resolve("state")), update -> update)) {
            assertThat(machine.outcome().state()).isEqualTo(ClientState.SUCCEEDED);
        }
    }
}
