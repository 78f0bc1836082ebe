package parley.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static parley.server.page.OperatorIT.button;
import static parley.server.page.OperatorIT.choose;
import static parley.server.page.OperatorIT.heading;
import static parley.server.page.OperatorIT.row;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import parley.client.UpdateListener;
import parley.message.ClientState;
import parley.message.Wait;
import parley.server.it.MultipartBody;

/** How an operator decides who gets what, when, and once more. */
@ExtendWith(PageFixture.Extension.class)
class SteeringIT {

    private final PageFixture fixture;

    SteeringIT(PageFixture fixture) {
        this.fixture = fixture;
    }

    @AfterEach
    void nothingWentWrongUnseen() {
        fixture.assertNoFaults();
    }

    @Test
    void holdsATaskUpAndLetsItGoOn() throws Exception {
        JsonObject task = fixture.task("held up", new MultipartBody().file("a", "held up"));
        Page page = fixture.signedIn("operator");
        page.navigate("/#/tasks/" + task.getString("id"));
        Page second = fixture.signedIn("viewer");
        second.navigate("/#/tasks/" + task.getString("id"));
        button(page, "Pause").click();
        page.getByRole(AriaRole.DIALOG).getByLabel("Reason").fill("the disks first");
        page.keyboard().press("Enter");
        for (Page window : new Page[] {page, second}) {
            assertThat(window.locator(".head .state")).hasText("paused");
            assertThat(window.locator(".note")).containsText("Paused by an operator");
            assertThat(window.locator(".note")).containsText("the disks first");
        }
        assertThat(button(second, "Resume")).hasCount(0);
        try (JoinedMachine machine =
                JoinedMachine.join(task.getJsonObject("token").getString("token"), "web-8")) {
            assertThat(row(page, "web-8")).containsText("joined");
            button(page, "Resume").click();
            button(page, "Resume the task").click();
            assertThat(machine.outcome().state()).isEqualTo(ClientState.SUCCEEDED);
        }
        assertThat(row(second, "web-8")).containsText("succeeded");
        assertThat(second.locator(".head .state")).hasText("open");
        page.context().close();
        second.context().close();
    }

    @Test
    void letsTwoMachinesSwitchOverTogetherInAWindow() throws Exception {
        fixture.admin().upload(new MultipartBody().field("name", "switch").file("a", "switched"));
        Page page = fixture.signedIn("operator");
        page.navigate("/#/new");
        choose(page.getByLabel("or use a bundle that the server has"), "switch");
        page.getByText("More: who, how long, how").click();
        page.getByLabel("Clients expected").fill("2");
        page.getByLabel("Apply").selectOption("all together");
        page.getByLabel("Together: if one drops out").selectOption("go on without it");
        page.getByLabel("Transient failures").fill("no_space, check_failed");
        page.getByLabel("Window from").fill("00:00");
        page.getByLabel("Window lasts (hours)").fill("24");
        for (String day : "Mon Tue Wed Thu Fri Sat Sun".split(" ")) {
            page.getByLabel(day, new Page.GetByLabelOptions().setExact(true)).check();
        }
        page.reload();
        page.getByText("More: who, how long, how").click();
        assertThat(page.getByLabel("Window from")).hasValue("00:00");
        assertThat(page.getByLabel("Sun", new Page.GetByLabelOptions().setExact(true)))
                .isChecked();
        button(page, "Review").click();
        assertThat(page.getByRole(AriaRole.DIALOG)).containsText("MO, TU, WE, TH, FR, SA, SU from 00:00 for 1 d, UTC");
        button(page, "Start the task").click();
        String token = page.locator(".fresh pre").last().textContent();
        try (JoinedMachine first = JoinedMachine.join(token, "twin-1")) {
            assertThat(row(page, "twin-1")).containsText("waits for the others");
            assertThat(page.locator(".pace")).containsText("Switch over together: 1 of 2 ready");
            row(page, "twin-1").click();
            assertThat(page.locator(".note")).containsText("waits for the others");
            page.goBack();
            try (JoinedMachine second = JoinedMachine.join(token, "twin-2")) {
                assertThat(first.outcome().state()).isEqualTo(ClientState.SUCCEEDED);
                assertThat(second.outcome().state()).isEqualTo(ClientState.SUCCEEDED);
            }
        }
        assertThat(row(page, "twin-2")).containsText("succeeded");
        page.getByText("Policy").click();
        assertThat(page.getByText("all together")).isVisible();
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("New task from this"))
                .click();
        page.getByText("More: who, how long, how").click();
        assertThat(page.getByLabel("Clients expected")).hasValue("2");
        assertThat(page.getByLabel("Window lasts (hours)")).hasValue("24");
        assertThat(page.getByLabel("Transient failures")).hasValue("check_failed, no_space");
        page.context().close();
    }

    @Test
    void undoesATask(@TempDir Path state) throws Exception {
        JsonObject policy = Json.createObjectBuilder().add("confirm", "PT0S").build();
        JsonObject last = JsonValue.EMPTY_JSON_OBJECT;
        for (String version : new String[] {"first", "second"}) {
            last = fixture.task("undone " + version, new MultipartBody().file("undone.conf", version), policy);
            try (JoinedMachine machine = JoinedMachine.join(
                    last.getJsonObject("token").getString("token"),
                    client -> client.name("undo-1").stateFolder(state),
                    update -> update)) {
                assertThat(machine.outcome().state()).isEqualTo(ClientState.SUCCEEDED);
            }
        }
        Page page = fixture.signedIn("operator");
        page.navigate("/#/tasks/" + last.getString("id"));

        button(page, "Undo").click();
        assertThat(page.getByRole(AriaRole.DIALOG)).containsText("1 client goes back to what it had before.");
        button(page, "Undo the task").click();

        assertThat(heading(page, "undo undone second")).isVisible();
        assertThat(page.locator("task-view")).containsText("What each client had");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("another task"))
                .click();
        assertThat(page.locator(".note")).containsText("it is undone by the task “undo undone second”");
        assertThat(button(page, "Resume")).hasCount(0);
        assertThat(button(page, "Undo")).hasCount(0);
        page.context().close();
    }

    @Test
    void resumesATaskWithTheClientsThatHaveFailed() throws Exception {
        JsonObject policy = Json.createObjectBuilder().add("errorThreshold", 1).build();
        JsonObject task = fixture.task("tried again", new MultipartBody().file("a", "tried again"), policy);
        try (JoinedMachine machine =
                JoinedMachine.unwell(task.getJsonObject("token").getString("token"), "ill-1", "not well")) {
            assertThat(machine.outcome().state()).isEqualTo(ClientState.ROLLED_BACK);
        }
        Page page = fixture.signedIn("operator");
        page.navigate("/#/tasks/" + task.getString("id"));
        assertThat(page.locator(".note")).containsText("Paused by itself: too many failures");

        button(page, "Resume").click();
        page.getByRole(AriaRole.DIALOG)
                .getByLabel("The clients that have failed try again")
                .check();
        button(page, "Resume the task").click();

        assertThat(page.locator(".head .state")).hasText("open");
        assertThat(row(page, "ill-1")).containsText("joined");
        page.context().close();
    }

    @Test
    void findsWhatWentWrongAndRetriesAllOfThem() throws Exception {
        JsonObject task = fixture.task("went wrong", new MultipartBody().file("a", "went wrong"));
        String token = task.getJsonObject("token").getString("token");
        Page page = fixture.signedIn("operator");
        page.navigate("/#/tasks/" + task.getString("id"));
        try (JoinedMachine well = JoinedMachine.join(token, "a-well");
                JoinedMachine ill = JoinedMachine.unwell(token, "z-ill", "\nport 80 is taken\nbye")) {
            assertThat(well.outcome().state()).isEqualTo(ClientState.SUCCEEDED);
            assertThat(ill.outcome().state()).isEqualTo(ClientState.ROLLED_BACK);
        }
        Locator group = page.locator(".group");
        assertThat(group).hasText("1rolled backcheck failedport 80 is taken");
        assertThat(page.locator(".grid-row.body[aria-rowindex='2']")).containsText("z-ill");
        group.click();
        assertThat(page.locator(".shown")).hasText("1 of 2 clients");
        page.reload();
        assertThat(page.locator(".shown")).hasText("1 of 2 clients");
        assertThat(row(page, "z-ill")).containsText("port 80 is taken");
        group.click();
        page.getByLabel("Search clients by name, label, reason or output").fill("bye");
        assertThat(row(page, "a-well")).hasCount(0);
        assertThat(button(page, "Revoke 1 client")).isVisible();

        button(page, "Retry 1 client").click();
        assertThat(page.getByRole(AriaRole.DIALOG)).containsText("z-ill. Each gets the offer once more");
        button(page, "Retry them").click();

        assertThat(page.locator("parley-bulk")).containsText("1 client tries again.");
        page.getByLabel("Search clients by name, label, reason or output").fill("");
        assertThat(row(page, "z-ill")).containsText("joined");
        assertThat(group).hasCount(0);
        page.context().close();
    }

    @Test
    void opensTheNextWave() throws Exception {
        fixture.admin().upload(new MultipartBody().field("name", "waves").file("a", "in waves"));
        Page page = fixture.signedIn("operator");
        page.navigate("/#/new");
        choose(page.getByLabel("or use a bundle that the server has"), "waves");
        page.getByText("More: who, how long, how").click();
        page.getByLabel("Waves").fill("1/100%/1d,100%");
        page.getByLabel("Pause if so many fail").fill("5%");
        button(page, "Review").click();
        button(page, "Start the task").click();
        String token = page.locator(".fresh pre").last().textContent();
        try (JoinedMachine first = JoinedMachine.join(token, "wave-1")) {
            assertThat(first.outcome().state()).isEqualTo(ClientState.SUCCEEDED);
        }
        Locator waves = page.locator(".waves li");
        assertThat(waves.first()).containsText("1 of 1 succeeded");
        assertThat(waves.first()).containsText("The next wave opens at");
        assertThat(waves.last()).containsText("planned");
        assertThat(page.getByText("The task pauses itself when 5% failed.")).isVisible();
        try (JoinedMachine second = JoinedMachine.join(token, "wave-2")) {
            assertThat(row(page, "wave-2")).containsText("waiting");
            button(page, "Open the next wave").click();
            button(page, "Open the wave").click();
            assertThat(second.outcome().state()).isEqualTo(ClientState.SUCCEEDED);
        }
        assertThat(waves.first()).containsText("done");
        assertThat(waves.last()).containsText("1 of 1 succeeded");
        assertThat(button(page, "Open the next wave")).hasCount(0);
        page.context().close();
    }

    @Test
    void approvesAClientThatShowsTheSameDigits() throws Exception {
        fixture.admin().upload(new MultipartBody().field("name", "gated").file("a", "approved"));
        Page page = fixture.signedIn("operator");
        page.navigate("/#/new");
        choose(page.getByLabel("or use a bundle that the server has"), "gated");
        page.getByText("More: who, how long, how").click();
        page.getByLabel("An operator approves each new client").check();
        button(page, "Review").click();
        button(page, "Start the task").click();
        String token = page.locator(".fresh pre").last().textContent();
        BlockingQueue<String> shown = new LinkedBlockingQueue<>();
        UpdateListener display = new UpdateListener() {
            @Override
            public void waiting(Wait wait, Optional<String> approvalCode) {
                approvalCode.ifPresent(shown::add);
            }
        };
        try (JoinedMachine machine =
                JoinedMachine.join(token, client -> client.name("gated-1").listener(display), update -> update)) {
            String digits = shown.poll(60, TimeUnit.SECONDS);
            assertThat(row(page, "gated-1")).containsText("waits to be admitted " + digits);
            row(page, "gated-1").click();
            button(page, "Approve client").click();
            assertThat(page.getByRole(AriaRole.DIALOG)).containsText(digits);
            button(page, "Approve the client").click();
            assertThat(machine.outcome().state()).isEqualTo(ClientState.SUCCEEDED);
        }
        assertThat(button(page, "Approve client")).hasCount(0);
        page.context().close();
    }

    @Test
    void saysUntilWhenAClientWaitsForItsWindow() throws Exception {
        String sha256 = fixture.admin()
                .upload(new MultipartBody().file("a", "at night"))
                .json()
                .getString("sha256");
        // twelve hours away, whatever the time is
        String start = LocalTime.now(ZoneOffset.UTC).plusHours(12).format(DateTimeFormatter.ofPattern("HH:mm"));
        JsonObject task = fixture.admin()
                .post(
                        "/api/v1/tasks",
                        "{\"name\":\"at night\",\"bundle\":\"" + sha256 + "\",\"start\":true,\"policy\":{\"window\":"
                                + "{\"start\":\"" + start + "\",\"duration\":\"PT1H\",\"zone\":\"UTC\"}}}")
                .expect(201)
                .json();
        Page page = fixture.signedIn("operator");
        page.navigate("/#/tasks/" + task.getString("id"));
        try (JoinedMachine machine =
                JoinedMachine.join(task.getJsonObject("token").getString("token"), "night-1")) {
            assertThat(row(page, "night-1")).containsText("waits for its window until");
            row(page, "night-1").click();
            assertThat(page.locator(".head .state")).hasText("waiting");
            assertThat(page.locator(".note")).containsText(start + ":00");
            button(page, "Revoke client").click();
            button(page, "Revoke the client").click();
            assertThatThrownBy(machine::outcome).hasMessageContaining("does not let this client in");
        }
        page.context().close();
    }

    @Test
    void hasAClientTryAgain() throws Exception {
        JsonObject task = fixture.task("second chance", new MultipartBody().file("a", "second chance"));
        try (JoinedMachine machine =
                JoinedMachine.unwell(task.getJsonObject("token").getString("token"), "web-7", "not yet")) {
            assertThat(machine.outcome().state()).isEqualTo(ClientState.ROLLED_BACK);
        }
        Page page = fixture.signedIn("operator");
        page.navigate("/#/tasks/" + task.getString("id") + "/clients/web-7");
        button(page, "Try again").click();
        assertThat(page.getByRole(AriaRole.DIALOG)).containsText("begins when the join command runs there again");
        button(page, "Leave it as it is").click();
        assertThat(page.locator(".head .state")).hasText("rolled back");
        button(page, "Try again").click();
        page.getByRole(AriaRole.DIALOG)
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Try again"))
                .click();
        assertThat(page.locator(".head .state")).hasText("joined");
        assertThat(page.getByText("Attempt 1").first()).isVisible();
        assertThat(button(page, "Try again")).hasCount(0);
        page.context().close();
    }

    @Test
    void rollsDifferentFilesOutToDifferentMachines() throws Exception {
        fixture.admin().upload(new MultipartBody().field("name", "for-db").file("a", "of databases"));
        fixture.admin().upload(new MultipartBody().field("name", "for-all").file("a", "of all others"));
        Page page = fixture.signedIn("operator");
        page.navigate("/#/new");
        choose(page.getByLabel("or use a bundle that the server has"), "for-all");
        button(page, "Other files for some machines").click();
        choose(page.getByLabel("or use a bundle that the server has"), "for-db");
        page.getByLabel("For machines whose labels match").first().fill("role in (db");
        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("two kinds");
        button(page, "Review").click();
        button(page, "Start the task").click();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("selector");
        page.getByLabel("For machines whose labels match").first().fill("role=db");
        button(page, "Review").click();
        assertThat(page.getByRole(AriaRole.DIALOG)).containsText("everybody else");
        button(page, "Start the task").click();
        assertThat(heading(page, "two kinds")).isVisible();
        String token = page.locator(".fresh pre").last().textContent();
        try (JoinedMachine machine =
                JoinedMachine.join(token, client -> client.name("db-3").label("role", "db"), u -> u)) {
            machine.outcome();
        }
        row(page, "db-3").click();
        page.getByText("Offer of attempt 1").click();
        assertThat(page.locator("details[open]").last()).containsText("for-db");
        page.context().close();
    }
}
