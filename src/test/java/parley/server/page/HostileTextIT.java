package parley.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import jakarta.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import parley.server.it.MultipartBody;

/**
 * Markup in everything that a client, a bundle or another operator can say: it is shown as text, and nothing of it
 * runs.
 */
@ExtendWith(PageFixture.Extension.class)
class HostileTextIT {

    private static final String MARKUP = "<img src=x onerror=alert(1)><script>alert(2)</script>";

    /** Windows has no such names. */
    private static final JsonObject LINUX = jakarta.json.Json.createObjectBuilder()
            .add("platforms", jakarta.json.Json.createArrayBuilder().add("linux"))
            .build();

    @Test
    void markupIsTextWhereverItComesFrom(PageFixture fixture) throws Exception {
        String path = "conf/" + MARKUP.replace("/", "") + ".conf";
        JsonObject before = fixture.task(
                "before " + MARKUP,
                new MultipartBody().field("name", "hostile").file(path, "old " + MARKUP + "\n"),
                LINUX);
        JsonObject task = fixture.task(
                MARKUP,
                new MultipartBody()
                        .field("name", "hostile")
                        .field("version", "v" + MARKUP.replace("/", ""))
                        .file(path, "new " + MARKUP + "\n"),
                LINUX);
        fixture.admin()
                .post(
                        "/api/v1/tasks/" + task.getString("id") + "/tokens",
                        jakarta.json.Json.createObjectBuilder()
                                .add("description", MARKUP)
                                .build()
                                .toString())
                .expect(201);
        String token = task.getJsonObject("token").getString("token");
        try (JoinedMachine machine = JoinedMachine.join(
                token,
                client -> client.name("hostile").label("role", "web").agent(MARKUP, MARKUP),
                update -> update.check(java.util.List.of("/bin/sh", "-c", "printf '%s' \"$0\"; exit 1", MARKUP)))) {
            machine.outcome();
        }
        fixture.admin()
                .post("/api/v1/tasks/" + task.getString("id") + "/cancel", "{\"reason\":\"" + MARKUP + "\"}")
                .expect(200);

        JsonObject held = fixture.task("held up", new MultipartBody().file("a", "held up for hostile words"));
        fixture.admin()
                .post("/api/v1/tasks/" + held.getString("id") + "/pause", "{\"reason\":\"" + MARKUP + "\"}")
                .expect(200);

        Page page = fixture.signedIn("admin");
        shows(page, "/#/tasks/" + held.getString("id"), ".note", MARKUP);
        String here = "/#/tasks/" + task.getString("id");
        shows(page, "/#/tasks", ".list", MARKUP);
        shows(page, here, "h1", MARKUP);
        shows(page, here, "task-tokens", MARKUP);
        shows(page, here, "section:has-text('The update')", MARKUP);
        shows(page, here + "/report", "section:has-text('The update')", MARKUP);
        shows(page, here + "/clients/hostile", "pre.output >> nth=0", MARKUP);
        shows(page, here + "/clients/hostile", "dl.facts", MARKUP);
        page.locator("details").last().locator("summary").click();
        assertThat(page.locator("details[open]").last()).containsText(path);
        shows(page, "/#/clients?search=hostile", ".list", MARKUP);
        String sha256 = task.getJsonObject("bundle").getString("sha256");
        shows(page, "/#/bundles", ".card", MARKUP.replace("/", ""));
        shows(page, "/#/bundles/" + sha256, "table", path);
        shows(
                page,
                "/#/bundles/" + sha256 + "?with="
                        + before.getJsonObject("bundle").getString("sha256"),
                "bundle-compare",
                path);
        page.locator("bundle-compare summary").click();
        assertThat(page.locator(".diff .come")).containsText(MARKUP);
        shows(page, "/#/new?from=" + task.getString("id"), "bundle-compare", path);
        assertThat(page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)))
                .hasValue(MARKUP);
        shows(page, "/#/audit?search=alert", ".list", MARKUP);

        assertThat(page.locator("main img[src='x'], main script, dialog img").count())
                .isZero();
        fixture.assertNoFaults();
        page.context().close();
    }

    private static void shows(Page page, String address, String where, String text) {
        page.navigate(address);
        assertThat(page.locator(where).first()).containsText(text);
        assertThat(page.locator("img[src='x']").count()).isZero();
    }
}
