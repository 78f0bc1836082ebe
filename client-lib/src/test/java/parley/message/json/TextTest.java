package parley.message.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import parley.message.ClientState;
import parley.message.Pause;
import parley.message.Report;
import parley.message.TaskState;

class TextTest {

    @Test
    void textsAreCutTo4KiBAtACodePointAndKeepTheirBeginning() {
        assertThat(new Pause("x".repeat(5000)).reason()).isEqualTo("x".repeat(4096));
        assertThat(new Pause("x" + "\uD83D\uDE00".repeat(2000)).reason()).isEqualTo("x" + "\uD83D\uDE00".repeat(1023));
        assertThat(new Pause("ä".repeat(2048)).reason()).hasSize(2048);
    }

    @Test
    void outputIsCutTo8KiBAtACodePointAndKeepsItsEnd() {
        assertThat(report("x".repeat(9000) + "end")).isEqualTo("x".repeat(8189) + "end");
        assertThat(report("\uD83D\uDE00".repeat(3000) + "x")).isEqualTo("\uD83D\uDE00".repeat(2047) + "x");
    }

    @Test
    void aLoneSurrogateOfACallerBecomesAReplacementCharacter() {
        assertThat(new Pause("a" + (char) 0xDC00 + "b").reason()).isEqualTo("a\uFFFDb");
    }

    @Test
    void aNulWhichNotEveryDatabaseCanStoreBecomesAReplacementCharacter() {
        assertThat(new Pause("a\0b").reason()).isEqualTo("a\uFFFDb");
        assertThat(report("\0")).isEqualTo("\uFFFD");
    }

    @Test
    void everyEnumConstantHasItsWord() {
        assertThat(ClientState.ROLLED_BACK.word()).isEqualTo("rolled_back");
        assertThat(Word.of(ClientState.class, "rolled_back")).contains(ClientState.ROLLED_BACK);
        assertThat(Word.of(ClientState.class, "ROLLED_BACK")).isEmpty();
    }

    @Test
    void terminalStatesAreTheOnesThatEndAnAttempt() {
        assertThat(ClientState.values())
                .filteredOn(ClientState::terminal)
                .extracting(Word::word)
                .containsExactly(
                        "succeeded",
                        "failed",
                        "rolled_back",
                        "declined",
                        "nothing_to_do",
                        "cancelled",
                        "timed_out",
                        "revoked");
        assertThat(TaskState.values())
                .filteredOn(TaskState::terminal)
                .containsExactly(TaskState.FINISHED, TaskState.CANCELLED, TaskState.EXPIRED);
    }

    private static String report(String output) {
        return new Report(
                        "o",
                        1,
                        1,
                        ClientState.FAILED,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(output))
                .output()
                .orElseThrow();
    }
}
