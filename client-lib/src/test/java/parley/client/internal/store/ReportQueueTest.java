package parley.client.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.message.Ack;
import parley.message.ClientState;
import parley.message.Position;
import parley.message.Report;

class ReportQueueTest {

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("reports");
    }

    private ReportQueue open() throws IOException {
        return new ReportQueue(new MessageFile(file));
    }

    private static Report add(ReportQueue queue, ClientState state) {
        return queue.add(seq -> Report.of("o-1", 1, seq, state));
    }

    @Test
    void numbersCountFromOneAndGoOnAfterARestart() throws IOException {
        assertThat(add(open(), ClientState.DOWNLOADING).seq()).isEqualTo(1);
        assertThat(add(open(), ClientState.STAGED).seq()).isEqualTo(2);
        ReportQueue queue = open();
        queue.acknowledge(new Ack(1, 2));
        assertThat(add(open(), ClientState.APPLYING).seq()).isEqualTo(3);
    }

    @Test
    void whatIsNotAcknowledgedSurvivesARestart() throws IOException {
        ReportQueue queue = open();
        add(queue, ClientState.DOWNLOADING);
        Report staged = add(queue, ClientState.STAGED);
        Report applying = add(queue, ClientState.APPLYING);
        queue.acknowledge(new Ack(1, 1));

        assertThat(open().unacknowledged()).containsExactly(staged, applying);
        assertThat(open().acknowledged()).isEqualTo(new Position(1, 1));
    }

    @Test
    void theLastReportStaysWhenItIsAcknowledged() throws IOException {
        ReportQueue queue = open();
        add(queue, ClientState.CHECKING);
        Report end = add(queue, ClientState.SUCCEEDED);
        queue.acknowledge(new Ack(1, 2));

        assertThat(open().unacknowledged()).isEmpty();
        assertThat(open().last()).contains(end);
        assertThat(open().isAcknowledged(end)).isTrue();
    }

    @Test
    void anOldAcknowledgementChangesNothing() throws IOException {
        ReportQueue queue = open();
        add(queue, ClientState.DOWNLOADING);
        add(queue, ClientState.STAGED);
        queue.acknowledge(new Ack(1, 2));
        queue.acknowledge(new Ack(1, 1));

        assertThat(queue.acknowledged()).isEqualTo(new Position(1, 2));
    }

    @Test
    void aServerThatHasMoreThanWasAcknowledgedNeedNotHearItAgain() throws IOException {
        ReportQueue queue = open();
        add(queue, ClientState.DOWNLOADING);
        Report staged = add(queue, ClientState.STAGED);
        queue.resume(new Position(1, 1));

        assertThat(queue.unacknowledged()).containsExactly(staged);
    }

    @Test
    void aClientThatLostItsStateGoesOnWithTheServersNumber() throws IOException {
        ReportQueue queue = open();
        queue.resume(new Position(2, 7));

        assertThat(add(queue, ClientState.DOWNLOADING).seq()).isEqualTo(8);
    }

    @Test
    void aServerThatWasRestoredFromABackUpHearsTheRestFromWhereItStands() throws IOException {
        ReportQueue queue = open();
        add(queue, ClientState.DOWNLOADING);
        add(queue, ClientState.STAGED);
        queue.acknowledge(new Ack(1, 2));
        add(queue, ClientState.APPLYING);
        add(queue, ClientState.SUCCEEDED);
        queue.resume(new Position(0, 0));

        assertThat(open().unacknowledged())
                .containsExactly(
                        Report.of("o-1", 1, 1, ClientState.APPLYING), Report.of("o-1", 1, 2, ClientState.SUCCEEDED));
    }

    @Test
    void whatACrashLeftBesideTheFileIsNotRead() throws IOException {
        add(open(), ClientState.DOWNLOADING);
        Files.writeString(folder.resolve("reports.tmp"), "{\"type\":\"rep");

        assertThat(open().unacknowledged()).hasSize(1);
        assertThat(add(open(), ClientState.STAGED).seq()).isEqualTo(2);
        assertThat(folder.resolve("reports.tmp")).doesNotExist();
    }

    @Test
    void aDamagedFileIsNamed() throws IOException {
        Files.writeString(file, "{\"type\":\"rep\n");

        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining(file + " is damaged");
    }
}
