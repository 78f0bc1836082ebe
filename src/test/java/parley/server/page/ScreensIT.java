package parley.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import parley.server.it.MultipartBody;

/**
 * Every screen in both themes and on a phone: the accessibility checker finds nothing, and a picture of each goes to
 * {@code target/screens}, to be looked at.
 */
@ExtendWith(PageFixture.Extension.class)
class ScreensIT {

    private static final Path PICTURES = Path.of("target", "screens");

    private static final Consumer<Route> NONE = route -> route.fulfill(
            new Route.FulfillOptions().setContentType("application/json").setBody("{\"tasks\":[]}"));

    private final PageFixture fixture;
    private final AccessibilityChecker checker = AccessibilityChecker.load();
    private final List<String> violations = new ArrayList<>();

    ScreensIT(PageFixture fixture) {
        this.fixture = fixture;
    }

    @Test
    void everyScreenCanBeUsedByEverybody() throws Exception {
        Files.createDirectories(PICTURES);
        MultipartBody old = site("1.4.1", "listen 80;\n", "upstream app {\n  server 10.0.0.7:8080;\n}\n");
        MultipartBody now = site(
                "1.4.2", "listen 8443 ssl;\n", "upstream app {\n  server 10.0.0.7:8080;\n  server 10.0.0.8:8080;\n}\n");
        JsonObject before = fixture.task("Edge proxies: second backend in Lyon", old);
        JsonObject task = fixture.task("Edge proxies: TLS on the front", now);
        JsonObject night = fixture.task(
                "Night window: database parameters",
                new MultipartBody().field("name", "postgres").file("postgresql.conf", "work_mem = 64MB\n"));
        String token = task.getJsonObject("token").getString("token");
        for (String name : List.of("edge-lyon-1", "edge-lyon-2", "edge-oslo-1")) {
            finish(machine(token, name, "web"));
        }
        finish(
                JoinedMachine.unwell(
                        token,
                        "db-oslo-1",
                        """
                nginx: [emerg] host not found in upstream "app" in /etc/nginx/conf.d/app.conf:3
                nginx: configuration file /etc/nginx/nginx.conf test failed
                """));
        finish(machine(before.getJsonObject("token").getString("token"), "edge-lyon-1", "web"));
        fixture.admin()
                .post("/api/v1/tasks/" + before.getString("id") + "/cancel", "{\"reason\":\"superseded\"}")
                .expect(200);

        fixture.admin()
                .post("/api/v1/tasks/" + night.getString("id") + "/pause", "{\"reason\":\"the disks first\"}")
                .expect(200);

        for (Look look : Look.values()) {
            Page page = fixture.window(look.scheme, look.width, look.height, true);
            page.navigate("/");
            look(page, look, "sign-in");
            fixture.signIn(page, "admin");
            page.navigate("about:blank");
            String here = "/#/tasks/" + task.getString("id");
            String bundle = "/#/bundles/" + task.getJsonObject("bundle").getString("sha256");
            page.route("**/api/v1/tasks?*", NONE);
            screen(page, look, "tasks-none", "/#/tasks", ".empty");
            page.unroute("**/api/v1/tasks?*");
            page.navigate("about:blank");
            screen(page, look, "tasks", "/#/tasks", "tbody tr");
            screen(page, look, "task", here, ".grid-row.body");
            asked(page, look, "pause", "Pause");
            asked(page, look, "cancel", "Cancel task");
            Locator tokens = page.locator("task-tokens");
            asked(page, look, "extend-token", tokens.getByText("Extend"));
            asked(page, look, "rotate-token", tokens.getByText("Rotate"));
            asked(page, look, "revoke-token", tokens.getByText("Revoke"));
            page.getByText("Policy").click();
            look(page, look, "task-policy");
            screen(page, look, "paused", "/#/tasks/" + night.getString("id"), ".note");
            asked(page, look, "resume", "Resume");
            screen(page, look, "report", here + "/report", "tbody tr");
            screen(page, look, "client", here + "/clients/db-oslo-1", ".timeline li");
            asked(page, look, "retry", "Try again");
            asked(page, look, "revoke-client", "Revoke client");
            screen(page, look, "clients", "/#/clients", "tbody tr");
            screen(page, look, "bundles", "/#/bundles", "tbody tr");
            screen(page, look, "bundle", bundle, "tbody tr");
            screen(page, look, "audit", "/#/audit", "tbody tr");
            screen(page, look, "keys", "/#/keys", "tbody tr");
            asked(page, look, "revoke-key", "Revoke admin");
            page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("ci-" + look);
            OperatorIT.button(page, "Make the key").click();
            assertThat(page.locator("dialog pre")).isVisible();
            look(page, look, "key-made");
            OperatorIT.button(page, "I have it").click();
            screen(page, look, "server", "/#/server", ".checks li");
            create(page, look);
            page.navigate("about:blank");
            screen(page, look, "not-found", "/#/nothing", ".problem");
            page.context().clearCookies();
            page.navigate("/#/bundles");
            assertThat(page.locator("dialog input")).isVisible();
            look(page, look, "signed-out");
            page.context().close();
        }
        assertThat(violations).isEmpty();
        fixture.assertNoFaults();
    }

    @Test
    void theCheckerFindsWhatNotEverybodyCanSee() {
        Page page = fixture.window();
        page.setContent("<html lang=en><title>t</title><main><h1>h</h1><img src='data:,'>"
                + "<p style='color:#ccc;background:#fff'>pale</p></main>");
        assertThat(checker.violations(page))
                .extracting(violation -> violation.substring(0, violation.indexOf(" at ")))
                .containsExactlyInAnyOrder("color-contrast", "image-alt");
        page.context().close();
    }

    private void create(Page page, Look look) {
        screen(page, look, "new", "/#/new", ".drop");
        page.locator("input[type=file]").first().setInputFiles(new FilePayload[] {
            new FilePayload(
                    "app.conf",
                    "text/plain",
                    ("upstream app {\n  server 10.0.0.9:8080;\n  keepalive " + look.ordinal() + ";\n}\n")
                            .getBytes(StandardCharsets.UTF_8)),
            new FilePayload("proxy.conf", "text/plain", "listen 8443 ssl;\n".getBytes(StandardCharsets.UTF_8))
        });
        page.locator("bundle-compare summary").first().click();
        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("Edge proxies: a third backend");
        page.getByText("More: who, how long, how").click();
        assertThat(page.locator(".diff, .change p").first()).isVisible();
        look(page, look, "new-changes");
        OperatorIT.button(page, "Review").click();
        look(page, look, "new-review");
        OperatorIT.button(page, "Start the task").click();
        assertThat(page.locator("svg.qr")).isVisible();
        page.getByText("One for each machine").click();
        look(page, look, "token");
    }

    /** What is asked before the change is made; it is not made. */
    private void asked(Page page, Look look, String name, String button) {
        asked(page, look, name, OperatorIT.button(page, button));
    }

    private void asked(Page page, Look look, String name, Locator button) {
        button.click();
        assertThat(page.locator("dialog")).isVisible();
        look(page, look, "ask-" + name);
        page.keyboard().press("Escape");
        assertThat(page.locator("dialog")).hasCount(0);
    }

    private void screen(Page page, Look look, String name, String address, String awaited) {
        page.navigate(address);
        assertThat(page.locator(awaited).first()).isVisible();
        look(page, look, name);
    }

    private void look(Page page, Look look, String name) {
        page.evaluate("() => scrollTo(0, 0)");
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(PICTURES.resolve(name + "-" + look.name().toLowerCase(java.util.Locale.ROOT) + ".png"))
                .setFullPage(true));
        checker.violations(page).forEach(violation -> violations.add(name + ", " + look + ": " + violation));
    }

    private static void finish(JoinedMachine machine) throws Exception {
        try (machine) {
            machine.outcome();
        }
    }

    private static JoinedMachine machine(String token, String name, String role) throws Exception {
        return JoinedMachine.join(
                token, client -> client.name(name).label("role", role).label("site", name.split("-")[1]), u -> u);
    }

    private static MultipartBody site(String version, String proxy, String app) {
        return new MultipartBody()
                .field("name", "edge")
                .field("version", version)
                .file("nginx/proxy.conf", proxy)
                .file("nginx/conf.d/app.conf", app)
                .file("nginx/mime.types", "text/html html;\n");
    }

    /** How somebody looks at the page. */
    private enum Look {
        LIGHT(ColorScheme.LIGHT, 1280, 900),
        DARK(ColorScheme.DARK, 1280, 900),
        PHONE(ColorScheme.LIGHT, 390, 844),
        PHONE_DARK(ColorScheme.DARK, 390, 844);

        private final ColorScheme scheme;
        private final int width;
        private final int height;

        Look(ColorScheme scheme, int width, int height) {
            this.scheme = scheme;
            this.width = width;
            this.height = height;
        }
    }
}
