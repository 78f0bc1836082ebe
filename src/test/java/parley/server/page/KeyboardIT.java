package parley.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static parley.server.page.OperatorIT.heading;
import static parley.server.page.OperatorIT.row;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import parley.server.it.MultipartBody;

/** The page without a pointer. */
@ExtendWith(PageFixture.Extension.class)
class KeyboardIT {

    @Test
    void signsInFindsAClientAndCancelsTheTask(PageFixture fixture) throws Exception {
        var task = fixture.task("by keyboard", new MultipartBody().file("a", "by keyboard"));
        String token = task.getJsonObject("token").getString("token");
        for (String name : new String[] {"k-1", "k-2", "k-3"}) {
            try (JoinedMachine machine = JoinedMachine.join(token, name)) {
                machine.outcome();
            }
        }
        Page page = fixture.window();
        page.navigate("/#/tasks");
        assertThat(page.getByLabel("API key")).isFocused();
        page.keyboard().type(fixture.key("operator"));
        page.keyboard().press("Enter");
        assertThat(heading(page, "Tasks")).isVisible();

        tabTo(page, page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("by keyboard")));
        page.keyboard().press("Enter");
        assertThat(row(page, "k-3")).isVisible();
        tabTo(page, page.locator(".grid"));
        page.keyboard().press("End");
        page.keyboard().press("ArrowUp");
        assertThat(page.locator(".grid-row[aria-selected=true]")).containsText("k-2");
        page.keyboard().press("Enter");
        assertThat(heading(page, "k-2")).isVisible();
        page.goBack();
        assertThat(heading(page, "by keyboard")).isVisible();

        tabTo(page, OperatorIT.button(page, "Cancel task"));
        page.keyboard().press("Enter");
        assertThat(OperatorIT.button(page, "Leave it as it is")).isFocused();
        page.keyboard().press("Escape");
        assertThat(page.locator(".head .state").first()).hasText("open");
        tabTo(page, OperatorIT.button(page, "Cancel task"));
        page.keyboard().press("Enter");
        page.keyboard().press("Tab");
        page.keyboard().press("Enter");
        assertThat(page.locator(".head .state").first()).hasText("cancelled");
        page.context().close();
        fixture.assertNoFaults();
    }

    private static void tabTo(Page page, Locator wanted) {
        assertThat(wanted).isVisible();
        for (int i = 0; i < 60 && !(boolean) wanted.evaluate("element => element === document.activeElement"); i++) {
            page.keyboard().press("Tab");
        }
        assertThat(wanted).isFocused();
    }
}
