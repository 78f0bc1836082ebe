package parley.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parley.client.Outcome;
import parley.client.UpdateClient;
import parley.client.testing.FakeServer;
import parley.message.ClientState;
import parley.message.Reason;

/** How an application tests its updates. */
@Timeout(60)
class SettingsExampleTest {

    @TempDir
    private Path temp;

    private static UpdateClient client(FakeServer server, SettingsExample application, Path temp) {
        return UpdateClient.builder(server.token())
                .name("app-1")
                .stateFolder(temp.resolve("state"))
                .handler(application)
                .build();
    }

    @Test
    void newSettingsAreTakenUpWhileTheApplicationRuns() throws Exception {
        SettingsExample application = new SettingsExample(temp.resolve("app.json"));
        try (FakeServer server = FakeServer.start().file("app.json", "{\"colour\":\"blue\"}");
                UpdateClient client = client(server, application, temp)) {

            Outcome outcome = client.run();

            assertEquals("1 settings are in force", outcome.detail());
            assertEquals("blue", application.settings().getString("colour"));
            assertEquals(ClientState.SUCCEEDED, server.state());
        }
        assertEquals(
                "blue", new SettingsExample(temp.resolve("app.json")).settings().getString("colour"));
    }

    @Test
    void settingsThatCannotBeReadChangeNothing() throws Exception {
        SettingsExample application = new SettingsExample(temp.resolve("app.json"));
        try (FakeServer server = FakeServer.start().file("app.json", "{\"colour\":");
                UpdateClient client = client(server, application, temp)) {

            assertEquals(Optional.of(Reason.CHECK_FAILED), client.run().reason());

            assertTrue(application.settings().isEmpty());
            assertEquals(ClientState.FAILED, server.state());
        }
    }

    @Test
    void aPausedTaskAndALostConnectionDelayTheUpdateOnly() throws Exception {
        SettingsExample application = new SettingsExample(temp.resolve("app.json"));
        try (FakeServer server = FakeServer.start().file("app.json", "{\"colour\":\"blue\"}");
                UpdateClient client = client(server, application, temp)) {
            server.pause("not before noon");
            server.loseConnectionBefore(ClientState.STAGED);
            var end = client.start();

            server.resume("it is noon");

            assertEquals(ClientState.SUCCEEDED, end.get().state());
            server.await(ClientState.SUCCEEDED, Duration.ofSeconds(10));
            assertEquals("blue", application.settings().getString("colour"));
        }
    }
}
