package parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import parley.client.testing.internal.WebSocketPort;
import parley.examples.FolderExample;
import parley.message.ClientState;

/** Runs the examples of the documentation as they stand there. */
@Timeout(60)
class ExamplesTest {

    @TempDir
    private Path temp;

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void theFolderExampleUpdatesAFolder() throws Exception {
        try (WebSocketPort socket = new WebSocketPort()) {
            InMemoryServer server = new InMemoryServer(socket.url())
                    .file("proxy.conf", "listen 80\n")
                    .file("conf.d/a", "a\n");
            socket.serve(server);
            Path folder = temp.resolve("folder");

            Outcome outcome = FolderExample.update(server.token().unsafeText(), temp.resolve("state"), folder);

            assertThat(outcome.state()).as(outcome.detail()).isEqualTo(ClientState.SUCCEEDED);
            assertThat(folder.resolve("proxy.conf")).hasContent("listen 80\n");
            assertThat(folder.resolve("conf.d/a")).hasContent("a\n");
        }
    }

    @Test
    void theFolderExampleDeclinesKeys() throws Exception {
        try (WebSocketPort socket = new WebSocketPort()) {
            InMemoryServer server = new InMemoryServer(socket.url()).file("tls/server.key", "secret");
            socket.serve(server);
            Path folder = temp.resolve("folder");

            Outcome outcome = FolderExample.update(server.token().unsafeText(), temp.resolve("state"), folder);

            assertThat(outcome.state()).isEqualTo(ClientState.DECLINED);
            assertThat(folder).doesNotExist();
        }
    }

    @Test
    void theJavadocQuotesTheExampleAsItIs() throws IOException {
        Path sources = Path.of(System.getProperty("parley.root", ".."), "client-lib", "src");
        List<String> javadoc = Files.readAllLines(sources.resolve("main/java/parley/client/package-info.java"));
        int begin = javadoc.indexOf(" * <pre>{@code");
        int end = javadoc.indexOf(" * }</pre>");
        String quoted = javadoc.subList(begin + 1, end).stream()
                .map(line -> line.equals(" *") ? "" : "    " + line.substring(" * ".length()))
                .collect(Collectors.joining("\n"));

        assertThat(Files.readString(sources.resolve("test/java/parley/examples/FolderExample.java")))
                .contains(quoted);
    }

    @Test
    void theGuideQuotesTheExamplesAsTheyAre() throws IOException {
        Path root = Path.of(System.getProperty("parley.root", ".."));
        Path examples = root.resolve("client-lib/src/test/java/parley/examples");
        String code = Files.readString(examples.resolve("FolderExample.java"))
                + Files.readString(examples.resolve("SettingsExample.java"))
                + Files.readString(examples.resolve("SettingsExampleTest.java"));
        String[] parts = Files.readString(root.resolve("docs/library.md")).split("```java\n");

        assertThat(parts).hasSize(5);
        for (int i = 1; i < parts.length; i++) {
            String quoted = parts[i].substring(0, parts[i].indexOf("```"));
            assertThat(code).contains(quoted.indent(4).replaceAll("(?m)^ +$", ""));
        }
    }
}
