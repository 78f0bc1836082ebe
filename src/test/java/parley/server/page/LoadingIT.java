package parley.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static parley.server.page.OperatorIT.button;
import static parley.server.page.OperatorIT.heading;

import com.google.gson.JsonObject;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How the page itself comes: its document and its files. */
@ExtendWith(PageFixture.Extension.class)
class LoadingIT {

    private static final Pattern SCRIPT = Pattern.compile("src=\"(/static/([0-9a-f]{32})/js/main\\.js)\"");

    private final HttpClient http = HttpClient.newHttpClient();
    private final PageFixture fixture;

    LoadingIT(PageFixture fixture) {
        this.fixture = fixture;
    }

    @Test
    void theDocumentIsAskedForEachTimeAndSentWhenItIsNew() throws Exception {
        HttpResponse<byte[]> document = get("/", "Accept-Encoding", "gzip");
        String etag = header(document, "ETag");

        assertThat(document.statusCode()).isEqualTo(200);
        assertThat(header(document, "Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(header(document, "Content-Encoding")).isEqualTo("gzip");
        assertThat(header(document, "Cache-Control")).isEqualTo("no-cache");
        assertThat(header(document, "Vary")).contains("Accept-Encoding");
        assertThat(header(document, "Content-Security-Policy")).startsWith("default-src 'none'");
        assertThat(header(document, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(get("/index.html").body()).isEqualTo(unzipped(document));

        HttpResponse<byte[]> again = get("/", "If-None-Match", etag);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(header(again, "ETag")).isEqualTo(etag);
        assertThat(header(again, "Cache-Control")).isEqualTo("no-cache");
        assertThat(get("/", "If-None-Match", "W/\"of-an-older-server\"").statusCode())
                .isEqualTo(200);
    }

    @Test
    void aFileComesCompressedAndMayBeKeptForEver() throws Exception {
        String script = script().group(1);
        HttpResponse<byte[]> compressed = get(script, "Accept-Encoding", "br, gzip");
        HttpResponse<byte[]> plain = get(script);

        for (HttpResponse<byte[]> response : List.of(compressed, plain)) {
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(header(response, "Content-Type")).isEqualTo("text/javascript; charset=utf-8");
            assertThat(header(response, "Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
            assertThat(header(response, "Vary")).contains("Accept-Encoding");
            assertThat(header(response, "Content-Length")).isEqualTo(Integer.toString(response.body().length));
            assertThat(header(response, "Content-Security-Policy")).startsWith("default-src 'none'");
            assertThat(header(response, "X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(header(response, "Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
        }
        assertThat(header(plain, "Content-Encoding")).isEmpty();
        assertThat(header(compressed, "Content-Encoding")).isEqualTo("gzip");
        assertThat(unzipped(compressed)).isEqualTo(plain.body());
        assertThat(new String(plain.body(), UTF_8))
                .contains("import { texts } from")
                .doesNotContain("// Start, frame and routes."); // comments stay at home
    }

    @Test
    void nothingElseIsAFile() throws Exception {
        String hash = script().group(2);
        for (String path : List.of(
                "/js/main.js",
                "/favicon.svg",
                "/static",
                "/static/" + hash,
                "/static/" + hash + "/",
                "/static/" + hash + "/js",
                "/static/" + hash + "/index.html",
                "/static/" + hash + "/package.json",
                "/static/" + hash + "/%2e%2e/%2e%2e/WEB-INF/web.xml",
                "/WEB-INF/page/js/main.js")) {
            HttpResponse<byte[]> answer = get(path);
            assertThat(answer.statusCode()).as(path).isBetween(400, 404);
            assertThat(header(answer, "Cache-Control")).as(path).doesNotContain("immutable");
        }
        HttpResponse<byte[]> older = get("/static/00000000000000000000000000000000/js/main.js");
        assertThat(older.statusCode()).isEqualTo(404);
        assertThat(header(older, "Cache-Control")).isEqualTo("no-store");
        assertThat(new String(older.body(), UTF_8)).contains("other_page_version", "Load the page again.");
        HttpRequest post = HttpRequest.newBuilder(URI.create(fixture.address() + "/"))
                .POST(BodyPublishers.noBody())
                .build();
        assertThat(http.send(post, BodyHandlers.ofByteArray()).statusCode()).isEqualTo(405);
    }

    /** Counted are requests that reach the network, without REST: the document, scripts, styles, pictures. */
    @Test
    void aReloadTakesAtMostThreeRequests() throws Exception {
        Page page = fixture.signedIn("viewer");
        Map<String, String> sent = requestsOnTheNetwork(page);
        page.navigate("/#/server");
        assertThat(heading(page, "Server")).isVisible();
        assertThat(ofThePage(sent)).hasSizeGreaterThan(20);

        sent.clear();
        page.reload();
        assertThat(heading(page, "Server")).isVisible();
        List<String> again = ofThePage(sent);
        System.out.println("page: a reload takes " + again);
        assertThat(again).hasSizeBetween(1, 3);
        page.context().close();
        fixture.assertNoFaults();
    }

    @Test
    void aPageThatIsOlderThanTheServerSaysThatItHasToBeLoadedAgain() throws Exception {
        Page page = fixture.signIn(fixture.window(ColorScheme.LIGHT, 1280, 900, true), "viewer");
        page.navigate("/#/bundles");
        assertThat(heading(page, "Bundles")).isVisible();
        assertThat(button(page, "Load the page again")).isHidden();
        page.route("**/api/v1/**", LoadingIT::answerAsAnotherVersion);
        page.navigate("/#/clients");
        assertThat(page.locator("#bar")).containsText("The server has another version of this page now.");
        assertThat(heading(page, "Clients")).isVisible();
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "screens", "outdated.png")));
        assertThat(AccessibilityChecker.load().violations(page)).isEmpty();

        page.unroute("**/api/v1/**");
        button(page, "Load the page again").click();
        assertThat(heading(page, "Clients")).isVisible();
        assertThat(button(page, "Load the page again")).isHidden();
        page.context().close();
        fixture.assertNoFaults();
    }

    @Test
    void aDocumentOfAnOlderServerWhoseScriptsAreGoneSaysSo() throws Exception {
        String document = new String(get("/").body(), UTF_8);
        String older = document.replace(script().group(2), "00000000000000000000000000000000");
        Page page = fixture.window();
        page.route(
                fixture.address() + "/",
                route -> route.fulfill(
                        new Route.FulfillOptions().setContentType("text/html").setBody(older)));
        page.navigate("/");
        assertThat(page.locator("main p")).hasText("The page is not loaded completely. Load it again.");
        assertThat(page.locator("main p")).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(20_000));
        page.context().close();
    }

    private static void answerAsAnotherVersion(Route route) {
        APIResponse response = route.fetch();
        Map<String, String> headers = new HashMap<>(response.headers());
        headers.put("parley-page", "00000000000000000000000000000000");
        route.fulfill(new Route.FulfillOptions().setResponse(response).setHeaders(headers));
    }

    /** The addresses of what is asked of the network, by the id of the request; what a cache answers is taken out. */
    private static Map<String, String> requestsOnTheNetwork(Page page) {
        Map<String, String> sent = new ConcurrentHashMap<>();
        CDPSession session = page.context().newCDPSession(page);
        session.send("Network.enable");
        session.on("Network.requestWillBeSent", event -> sent.put(id(event), url(event.getAsJsonObject("request"))));
        session.on("Network.requestServedFromCache", event -> sent.remove(id(event)));
        session.on("Network.responseReceived", event -> {
            if (event.getAsJsonObject("response").get("fromDiskCache").getAsBoolean()) {
                sent.remove(id(event));
            }
        });
        return sent;
    }

    private static String id(JsonObject event) {
        return event.get("requestId").getAsString();
    }

    private static String url(JsonObject request) {
        return request.get("url").getAsString();
    }

    private static List<String> ofThePage(Map<String, String> sent) {
        return sent.values().stream()
                .filter(url -> !url.contains("/api/v1/") && !url.endsWith("/health"))
                .sorted()
                .toList();
    }

    private Matcher script() throws IOException, InterruptedException {
        Matcher script = SCRIPT.matcher(new String(get("/").body(), UTF_8));
        assertThat(script.find()).isTrue();
        return script;
    }

    private HttpResponse<byte[]> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(fixture.address() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private static byte[] unzipped(HttpResponse<byte[]> response) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
            return in.readAllBytes();
        }
    }
}
