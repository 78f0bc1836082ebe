package parley.server.page;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.RequestOptions;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import parley.server.it.MultipartBody;
import parley.server.it.Rest;
import parley.server.it.ServerProcess;

/**
 * A server, a real Chromium and client machines, for the tests of the page. All tests share one; a test takes it as a
 * parameter and has a task and a window of its own.
 */
public final class PageFixture implements AutoCloseable {

    private static final List<String> CHROMIUM = List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    /** How long a test waits for what it expects to see: a busy machine needs more than the 5 s of Playwright. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    static final String DATABASE_PASSWORD = "of-the-tests";

    private final ServerProcess server;
    private final Playwright playwright;
    private final Browser browser;
    private final List<String> faults = new ArrayList<>();

    private PageFixture() throws Exception {
        Path executable = chromium(); // without one no server is left running
        // so that a test can write to the database as another node would
        server = ServerProcess.start(payara -> payara.set(
                        "parley.db.url",
                        "jdbc:h2:file:${parley.data.dir}/db/parley;"
                                + "MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;"
                                + "LOCK_TIMEOUT=10000;AUTO_SERVER=TRUE")
                .set("parley.db.user", "parley")
                .set("parley.db.password", DATABASE_PASSWORD)
                .set("h2.bindAddress", "127.0.0.1"));
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE.toMillis());
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(executable)
                        .setArgs(CHROMIUM));
    }

    /** Gives all tests of this JVM the same one: with several processes Surefire runs each class by itself. */
    static final class Extension implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == PageFixture.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getStore(
                            ExtensionContext.StoreScope.LAUNCHER_SESSION,
                            ExtensionContext.Namespace.create(PageFixture.class))
                    .getOrComputeIfAbsent(PageFixture.class, key -> open(), PageFixture.class);
        }

        private static PageFixture open() {
            try {
                return new PageFixture();
            } catch (Exception e) {
                throw new IllegalStateException("the server or the browser does not start", e);
            }
        }
    }

    private static Path chromium() {
        return Stream.of(System.getenv().getOrDefault("CHROMIUM", ""), "/usr/bin/chromium", "/usr/bin/chromium-browser")
                .filter(path -> !path.isEmpty())
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "there is no Chromium: ./verify installs it, or CHROMIUM says where it is"));
    }

    ServerProcess server() {
        return server;
    }

    Rest admin() throws IOException {
        return server.running().admin();
    }

    /** The text of a new key with this role. */
    String key(String role) throws Exception {
        String name = role + "-" + UUID.randomUUID().toString().substring(0, 8);
        return admin().post("/api/v1/keys", "{\"name\":\"" + name + "\",\"role\":\"" + role + "\"}")
                .expect(201)
                .json()
                .getString("key");
    }

    /** A window in which nobody is signed in. */
    Page window() {
        return window(ColorScheme.LIGHT, 1280, 900, false);
    }

    /** @param weak without the Content-Security-Policy: only for the accessibility checker, which brings scripts */
    Page window(ColorScheme scheme, int width, int height, boolean weak) {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                .setBaseURL(address())
                .setViewportSize(width, height)
                .setColorScheme(scheme)
                .setLocale("en-GB")
                .setTimezoneId("UTC")
                .setBypassCSP(weak)
                .setPermissions(List.of("clipboard-read", "clipboard-write")));
        Page page = context.newPage();
        page.setDefaultTimeout(20_000);
        page.onPageError(error -> faults.add("uncaught: " + error));
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && message.text().contains("Content Security Policy")) {
                faults.add(message.text());
            }
        });
        page.onDialog(dialog -> {
            faults.add("a script ran: " + dialog.message());
            dialog.dismiss();
        });
        return page;
    }

    Page signedIn(String role) throws Exception {
        return signIn(window(), role);
    }

    Page signIn(Page page, String role) throws Exception {
        page.context().request().post("/api/v1/sign-in", RequestOptions.create().setData(Map.of("key", key(role))));
        return page;
    }

    String address() {
        return "http://localhost:" + server.running().uri().getPort();
    }

    /** What must not happen in any window: uncaught errors, scripts from data, refusals by the policy. Forgets it. */
    void assertNoFaults() {
        List<String> found = List.copyOf(faults);
        faults.clear();
        Assertions.assertThat(found).isEmpty();
    }

    /** A started task with this bundle; the answer has its token. */
    JsonObject task(String name, MultipartBody bundle) throws Exception {
        return task(name, bundle, JsonValue.EMPTY_JSON_OBJECT);
    }

    /** The same with a policy. */
    JsonObject task(String name, MultipartBody bundle, JsonObject policy) throws Exception {
        String sha256 = admin().upload(bundle).json().getString("sha256");
        return admin().post(
                        "/api/v1/tasks",
                        jakarta.json.Json.createObjectBuilder()
                                .add("name", name)
                                .add("bundle", sha256)
                                .add("policy", policy)
                                .add("start", true)
                                .build()
                                .toString())
                .expect(201)
                .json();
    }

    @Override
    public void close() throws IOException {
        playwright.close();
        server.close();
    }
}
