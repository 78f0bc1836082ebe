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
import parley.examples.FolderExample;
import parley.examples.SettingsExample;
import parley.message.ClientState;
import parley.message.Reason;

/** Runs the examples of the documentation as they stand there. */
@Timeout(60)
class ExamplesTest {

    @TempDir
    private Path temp;

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void theFolderExampleUpdatesAFolder() throws Exception {
        try (FakeWebSocketServer socket = new FakeWebSocketServer()) {
            FakeServer server = new FakeServer(socket.url())
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
        try (FakeWebSocketServer socket = new FakeWebSocketServer()) {
            FakeServer server = new FakeServer(socket.url()).file("tls/server.key", "secret");
            socket.serve(server);
            Path folder = temp.resolve("folder");

            Outcome outcome = FolderExample.update(server.token().unsafeText(), temp.resolve("state"), folder);

            assertThat(outcome.state()).isEqualTo(ClientState.DECLINED);
            assertThat(folder).doesNotExist();
        }
    }

    @Test
    void theSettingsExampleTakesUpItsSettingsWhileItRuns() throws Exception {
        FakeServer server = new FakeServer().file("app.properties", "colour=blue\n");
        SettingsExample application = new SettingsExample();

        assertThat(run(server, application).detail()).isEqualTo("1 settings are in force");
        assertThat(application.settings()).containsEntry("colour", "blue");
    }

    @Test
    void theSettingsExampleKeepsItsSettingsWhenTheNewOnesCannotBeRead() throws Exception {
        FakeServer server = new FakeServer().file("app.properties", "colour=\\u00zz\n");
        SettingsExample application = new SettingsExample();

        assertThat(run(server, application).reason()).contains(Reason.CHECK_FAILED);
        assertThat(application.settings()).isEmpty();
    }

    private Outcome run(FakeServer server, UpdateHandler handler) throws Exception {
        try (UpdateClient client = UpdateClient.builder(server.token())
                .name("app-1")
                .stateFolder(temp)
                .handler(handler)
                .transport(server)
                .build()) {
            return client.run();
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
}
