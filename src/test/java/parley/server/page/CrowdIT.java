package parley.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static parley.server.page.OperatorIT.row;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import parley.message.ClientState;
import parley.server.it.MultipartBody;

/** Machines that all come at the same moment, while two operators look. */
@ExtendWith(PageFixture.Extension.class)
class CrowdIT {

    private static final int MACHINES = 12;

    @Test
    void everyMachineIsSeenOnceByEverybodyWhoLooks(PageFixture fixture) throws Exception {
        var task = fixture.task("a crowd", new MultipartBody().file("a", "for a crowd"));
        String token = task.getJsonObject("token").getString("token");
        List<Page> windows = List.of(fixture.signedIn("operator"), fixture.signedIn("viewer"));
        for (Page window : windows) {
            window.navigate("/#/tasks/" + task.getString("id"));
            assertThat(window.getByText("No client has joined yet.")).isVisible();
        }
        List<JoinedMachine> machines = new ArrayList<>();
        try {
            for (int i = 0; i < MACHINES; i++) {
                machines.add(JoinedMachine.join(token, "crowd-" + i));
            }
            for (JoinedMachine machine : machines) {
                assertThat(machine.outcome().state()).isEqualTo(ClientState.SUCCEEDED);
            }
        } finally {
            for (JoinedMachine machine : machines) {
                machine.close();
            }
        }
        LocatorAssertions.HasTextOptions patiently = new LocatorAssertions.HasTextOptions().setTimeout(20_000);
        for (Page window : windows) {
            assertThat(window.locator(".pace strong")).hasText("12 succeeded · 0 failed · 0 open", patiently);
            assertThat(window.locator(".shown")).hasText("12 clients");
            assertThat(window.locator(".step").filter(new Locator.FilterOptions().setHasText("succeeded")))
                    .containsText("12");
            for (int i = 0; i < MACHINES; i++) {
                assertThat(row(window, "crowd-" + i)
                                .filter(new Locator.FilterOptions().setHasText("succeeded"))
                                .first())
                        .isVisible();
            }
            assertThat(window.locator(".grid-row.body")).hasCount(MACHINES);
            window.context().close();
        }
        fixture.assertNoFaults();
    }
}
