package parley.server.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class PageFilesTest {

    private static final String DOCUMENT = "<head><link rel=\"stylesheet\" href=\"/css/page.css\" />"
            + "<script type=\"module\" src=\"/js/main.js\"></script></head><a href=\"#content\">skip</a>";

    @Test
    void theDocumentNamesTheAddressesOfThisVersionAndAsksForAllScriptsAtOnce() {
        PageFiles page = new PageFiles(files());
        String at = "/static/" + page.hash();

        assertThat(page.hash()).matches("[0-9a-f]{32}");
        assertThat(new String(page.document().plain(), UTF_8))
                .isEqualTo("<head><link rel=\"stylesheet\" href=\"" + at + "/css/page.css\" />"
                        + "<script type=\"module\" src=\"" + at + "/js/main.js\"></script>"
                        + "<link rel=\"modulepreload\" href=\"" + at + "/js/api.js\" />\n"
                        + "<link rel=\"modulepreload\" href=\"" + at + "/js/main.js\" />\n"
                        + "</head><a href=\"#content\">skip</a>");
        assertThat(page.document().cacheControl()).isEqualTo("no-cache");
    }

    @Test
    void aFileIsKeptForEverAndHasItsTypeAndBothForms() throws IOException {
        PageFile script = new PageFiles(files()).file("js/main.js");

        assertThat(script.mediaType()).isEqualTo("text/javascript; charset=utf-8");
        assertThat(script.cacheControl()).isEqualTo("public, max-age=31536000, immutable");
        assertThat(script.plain()).asString(UTF_8).isEqualTo("import './api.js'");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(script.gzipped())).readAllBytes())
                .asString(UTF_8)
                .isEqualTo("import './api.js'");
    }

    @Test
    void onlyNamesThatWereThereAtTheStartAreFound() {
        PageFiles page = new PageFiles(files());

        assertThat(page.file("js/main.js")).isNotNull();
        for (String name :
                new String[] {"", "js", "js/", "/js/main.js", "js/../js/main.js", "../web.xml", "index.html"}) {
            assertThat(page.file(name)).as(name).isNull();
        }
    }

    @Test
    void anotherContentOrAnotherNameIsAnotherVersion() {
        String hash = new PageFiles(files()).hash();
        Map<String, byte[]> changed = files();
        changed.put("js/api.js", "export const b = 1".getBytes(UTF_8));
        Map<String, byte[]> renamed = files();
        renamed.put("js/apj.js", renamed.remove("js/api.js"));
        Map<String, byte[]> document = files();
        document.put("index.html", (DOCUMENT + " ").getBytes(UTF_8));

        assertThat(new PageFiles(files()).hash()).isEqualTo(hash);
        assertThat(new PageFiles(changed).hash()).isNotEqualTo(hash);
        assertThat(new PageFiles(renamed).hash()).isNotEqualTo(hash);
        assertThat(new PageFiles(document).hash()).isNotEqualTo(hash);
    }

    @Test
    void aPageThatIsNotWholeIsRefused() {
        Map<String, byte[]> noScript = files();
        noScript.remove("js/main.js");
        Map<String, byte[]> noDocument = files();
        noDocument.remove("index.html");
        Map<String, byte[]> unknown = files();
        unknown.put("notes.txt", new byte[1]);
        Map<String, byte[]> large = files();
        large.put("js/large.js", new byte[2 << 20]);

        assertThatThrownBy(() -> new PageFiles(noScript))
                .hasMessage("index.html names /js/main.js, which is not there");
        assertThatThrownBy(() -> new PageFiles(noDocument)).hasMessage("the page has no index.html");
        assertThatThrownBy(() -> new PageFiles(unknown)).hasMessage("the page has a file of unknown type: notes.txt");
        assertThatThrownBy(() -> new PageFiles(large)).hasMessageEndingWith("bytes, more than 2097152");
    }

    private static Map<String, byte[]> files() {
        return new HashMap<>(Map.of(
                "index.html", DOCUMENT.getBytes(UTF_8),
                "css/page.css", "a{}".getBytes(UTF_8),
                "js/main.js", "import './api.js'".getBytes(UTF_8),
                "js/api.js", "export const a = 1".getBytes(UTF_8)));
    }
}
