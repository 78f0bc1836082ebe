package parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parley.client.internal.failure.UnexpectedMessageException;
import parley.message.ClientState;
import parley.message.Report;

/**
 * A handler of an application gets the same order and the same once as a folder's: the client's process ends at every
 * durable step, and at every two of them, and the result is the same as without a crash.
 */
@Timeout(120)
class HandlerCrashTest {

    private static final Pattern ORDER = Pattern.compile("recover (inventory )*(decide )?"
            + "((open write complete )*staged )?(apply )?(inventory )*(commit )?(inventory )*(decide )?");
    private static final Pattern CUT_SHORT = Pattern.compile("recover (inventory )*(decide )?"
            + "((open )?(write )?(complete )?(staged )?)?(apply )?(inventory )*(commit )?");
    private static int tried;

    @AfterAll
    static void tell() {
        System.out.println("crash points tried: " + tried);
    }

    @Test
    void anUpdateThatIsAppliedAtOnce() throws Exception {
        everywhere(Optional.empty());
    }

    @Test
    void anUpdateThatIsConfirmed() throws Exception {
        everywhere(Optional.of(Duration.ofMinutes(10)));
    }

    private static void everywhere(Optional<Duration> confirm) throws IOException, UnexpectedMessageException {
        CrashingClient undisturbed = new CrashingClient(confirm, List.of());
        undisturbed.run();
        int steps = undisturbed.steps();
        assertThat(steps).isGreaterThan(15);
        for (int first = 0; first < steps; first++) {
            check(confirm, List.of(first));
            for (int second = first + 1; second < first + steps + 10; second++) {
                check(confirm, List.of(first, second));
            }
        }
    }

    private static void check(Optional<Duration> confirm, List<Integer> crashes)
            throws IOException, UnexpectedMessageException {
        tried++;
        CrashingClient client = new CrashingClient(confirm, crashes);

        client.run();

        String story = crashes + ": " + client.calls + ", " + client.heard();
        assertThat(client.applied).as(story).isEqualTo(1);
        assertThat(client.committed).as(story).isEqualTo(confirm.isPresent() ? 1 : 0);
        assertThat(client.ends).as(story).isSubsetOf(ClientState.SUCCEEDED, ClientState.NOTHING_TO_DO);
        assertThat(client.heard())
                .as(story)
                .extracting(Report::seq)
                .containsExactlyElementsOf(upTo(client.heard().size()));
        assertThat(client.heard().stream().filter(r -> r.state().terminal()))
                .as(story)
                .extracting(Report::state)
                .containsExactly(ClientState.SUCCEEDED);
        assertThat(client.heard()).as(story).extracting(Report::state).isSorted();
        assertThat(client.calls.stream().filter(call -> call.equals("decide")).count())
                .as(story)
                .isLessThanOrEqualTo(crashes.size() + 1);
        for (List<String> life : lives(client.calls)) {
            String calls = String.join(" ", life) + " ";
            assertThat(ORDER.matcher(calls).matches()
                            || CUT_SHORT.matcher(calls).matches())
                    .as(calls + " in " + story)
                    .isTrue();
        }
    }

    private static List<Long> upTo(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> (long) i).toList();
    }

    /** The calls of each process. */
    private static List<List<String>> lives(List<String> calls) {
        List<List<String>> lives = new ArrayList<>();
        for (String call : calls) {
            if (call.equals("start")) {
                lives.add(new ArrayList<>());
            } else {
                lives.get(lives.size() - 1).add(call);
            }
        }
        return lives;
    }
}
