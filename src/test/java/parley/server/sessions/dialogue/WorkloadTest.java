package parley.server.sessions.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class WorkloadTest {

    private static final long MEBIBYTE = 1024 * 1024;

    private final Workload workload = new Workload(40 * MEBIBYTE);

    @Test
    void whatNeedsLittleNeverWaits() {
        List<Workload.Turn> turns = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            turns.add(workload.begin("one", Workload.LITTLE).orElseThrow());
        }
        assertThat(workload.taken()).isZero();
        turns.forEach(Workload.Turn::end);
    }

    @Test
    void oneAloneHasItsTurnHoweverMuchItNeeds() {
        Workload.Turn turn = workload.begin("one", 100 * MEBIBYTE).orElseThrow();
        assertThat(workload.taken()).isEqualTo(100 * MEBIBYTE);
        turn.end();
        assertThat(workload.taken()).isZero();
    }

    @Test
    void anotherTokenHasRoomWhileThoseOfOneWait() throws Exception {
        Workload.Turn first = workload.begin("greedy", 15 * MEBIBYTE).orElseThrow();
        CompletableFuture<Optional<Workload.Turn>> second = later("greedy", 15 * MEBIBYTE);

        workload.begin("modest", 15 * MEBIBYTE).orElseThrow().end();
        assertThat(second).isNotDone();

        first.end();
        second.get().orElseThrow().end();
        assertThat(workload.taken()).isZero();
    }

    @Test
    void whoWaitsForRoomIsNotOvertaken() throws Exception {
        Workload.Turn first = workload.begin("a", 30 * MEBIBYTE).orElseThrow();
        CompletableFuture<Optional<Workload.Turn>> large = later("b", 30 * MEBIBYTE);
        Await.until(() -> workload.waiting() == 1);
        CompletableFuture<Optional<Workload.Turn>> small = later("c", 5 * MEBIBYTE);
        Await.until(() -> workload.waiting() == 2);

        first.end();
        Workload.Turn second = large.get().orElseThrow();
        small.get().orElseThrow().end();
        second.end();
        assertThat(workload.taken()).isZero();
    }

    @Test
    void onlySoManyWaitAndOfOneTokenHalfAsMany() throws Exception {
        Workload.Turn first = workload.begin("one", 100 * MEBIBYTE).orElseThrow();
        List<CompletableFuture<Optional<Workload.Turn>>> waiting = new ArrayList<>();
        for (int i = 1; i < Workload.MAX_TURNS_OF_ONE; i++) {
            waiting.add(later("one", MEBIBYTE));
        }
        Await.until(() -> workload.waiting() == Workload.MAX_TURNS_OF_ONE - 1);

        assertThat(workload.begin("one", MEBIBYTE)).isEmpty();
        waiting.add(later("another", MEBIBYTE));
        Await.until(() -> workload.waiting() == Workload.MAX_TURNS_OF_ONE);

        first.end();
        for (CompletableFuture<Optional<Workload.Turn>> turn : waiting) {
            turn.get().orElseThrow().end();
        }
        assertThat(workload.taken()).isZero();
    }

    private CompletableFuture<Optional<Workload.Turn>> later(String token, long bytes) {
        CompletableFuture<Optional<Workload.Turn>> turn = new CompletableFuture<>();
        Thread thread = new Thread(() -> turn.complete(workload.begin(token, bytes)));
        thread.setDaemon(true);
        thread.start();
        return turn;
    }

    private static final class Await {
        interface Condition {
            boolean holds();
        }

        static void until(Condition condition) throws InterruptedException {
            long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (!condition.holds()) {
                assertThat(System.nanoTime()).isLessThan(deadline);
                Thread.onSpinWait();
            }
        }
    }
}
