package parley.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerLogTest {

    @TempDir
    Path folder;

    private ServerLog log;

    @BeforeEach
    void anEarlierServerHasLeftItsLines() throws IOException {
        Files.writeString(
                folder.resolve("server.0.log"), "t SEVERE  a.B: of an earlier server\nCaused by: x.Y: earlier\n");
        log = new ServerLog(folder, "text");
    }

    @Test
    void theInnermostCauseSaysItBest() throws IOException {
        says(
                """
                2026-11-22T23:59:00.000+0000 SEVERE  javax.core: Exception while loading the app
                Caused by: jakarta.ejb.CreateException: Initialization failed
                Caused by: parley.server.storage.DataFolderException: The data folder /srv is in use.
                2026-11-22T23:59:01.000+0000 INFO    PayaraMicro: Payara Micro 6 (build 1) ready in 9,876 (ms)
                """);

        assertThat(log.lastWords()).isEqualTo("The data folder /srv is in use.");
        assertThat(log.saysDeploymentFailed()).isTrue();
    }

    @Test
    void theSameOfALogOfJson() throws IOException {
        says(
                """
                {"Timestamp":"t","Level":"INFO","LoggerName":"javax.core","LogMessage":"Loading"}
                {"Timestamp":"t","Level":"SEVERE","LoggerName":"javax.core","Throwable":{"Exception":"no",\
                "StackTrace":"jakarta.ejb.CreateException: no\\n\\tat x\\nCaused by: \
                parley.server.storage.DataFolderException: The data folder /srv is in use."}}
                {"time":"t","level":"INFO","logger":"PayaraMicro","message":"Payara Micro 6 ready in 9 (ms)"}
                """);

        assertThat(log.lastWords()).isEqualTo("The data folder /srv is in use.");
        assertThat(log.saysDeploymentFailed()).isTrue();
    }

    @Test
    void anApplicationThatStartedWithALogOfJsonHasNotFailed() throws IOException {
        says(
                """
                {"time":"t","level":"INFO","logger":"javax.core","message":"parley was successfully deployed in 2 ms."}
                {"time":"t","level":"INFO","logger":"PayaraMicro","message":"Payara Micro 6 (build 1) ready in 9 (ms)"}
                """);

        assertThat(log.saysDeploymentFailed()).isFalse();
    }

    @Test
    void aCauseThatIsOnlyANameKeepsItsKind() throws IOException {
        says("Caused by: java.nio.file.NotDirectoryException: /srv/db\n");

        assertThat(log.lastWords()).isEqualTo("NotDirectoryException: /srv/db");
    }

    @Test
    void anApplicationThatStartedHasNotFailed() throws IOException {
        says(
                """
                2026-11-22T23:59:00.000+0000 INFO    javax.core: parley was successfully deployed in 2,081 milliseconds.
                2026-11-22T23:59:01.000+0000 INFO    PayaraMicro: Payara Micro 6 (build 1) ready in 9,876 (ms)
                """);

        assertThat(log.saysDeploymentFailed()).isFalse();
    }

    @Test
    void withoutACauseTheSevereLinesDo() throws IOException {
        says(
                """
                2026-11-22T23:59:00.000+0000 INFO    a.B: all is well
                2026-11-22T23:59:00.000+0000 SEVERE  a.B: the port is gone
                """);

        assertThat(log.lastWords()).isEqualTo("the port is gone");
        assertThat(log.saysDeploymentFailed()).isFalse();
    }

    @Test
    void aJvmThatDoesNotStartSaysSoElsewhere() throws IOException {
        Files.writeString(log.start(), "Error: Could not create the Java Virtual Machine.\n\n");

        assertThat(log.lastWords()).isEqualTo("Error: Could not create the Java Virtual Machine.");
    }

    @Test
    void nothingIsSaidWhenNothingWasSaid() {
        assertThat(log.lastWords()).isEqualTo("It said nothing.");
    }

    @Test
    void theUsualNameLeadsToTheNewestFile() throws IOException {
        assertThat(Files.readString(log.file())).startsWith("t SEVERE  a.B: of an earlier server");
    }

    private void says(String text) throws IOException {
        Files.writeString(folder.resolve("server.0.log"), text, StandardOpenOption.APPEND);
    }
}
