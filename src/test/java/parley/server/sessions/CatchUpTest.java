package parley.server.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CatchUpTest {

    private final Queue<Runnable> work = new ArrayDeque<>();
    private final List<List<String>> looks = new ArrayList<>();
    private final CatchUp catchUp = new CatchUp(work::add, looks::add);

    @Test
    void clientsThatAreAskedForTwiceBeforeTheLookAreLookedAtOnce() {
        catchUp.request(List.of("a", "b"));
        catchUp.request(List.of("b"));
        assertThat(work).hasSize(1);

        work.remove().run();

        assertThat(looks).hasSize(1);
        assertThat(looks.get(0)).containsExactlyInAnyOrder("a", "b");
        assertThat(work).isEmpty();
    }

    @Test
    void nobodyIsLookedAtWhenNobodyIsAskedFor() {
        catchUp.request(List.of());
        assertThat(work).isEmpty();
    }

    @Test
    void manyClientsAreLookedAtInBatchesOf500() {
        List<String> clients = IntStream.range(0, 1_200).mapToObj(i -> "c" + i).toList();
        catchUp.request(clients);
        work.remove().run();

        assertThat(looks).extracting(List::size).containsExactly(500, 500, 200);
        assertThat(new TreeSet<>(looks.stream().flatMap(List::stream).toList())).isEqualTo(new TreeSet<>(clients));
    }

    @Test
    void whoIsAskedForDuringALookIsLookedAtOnceMore() {
        List<CatchUp> self = new ArrayList<>();
        CatchUp again = new CatchUp(work::add, batch -> {
            looks.add(batch);
            if (looks.size() == 1) {
                self.get(0).request(List.of("a"));
            }
        });
        self.add(again);
        again.request(List.of("a"));
        work.remove().run();

        assertThat(looks).containsExactly(List.of("a"), List.of("a"));
    }

    @Test
    void aLookThatFailsDoesNotEndTheLooking() {
        CatchUp failing = new CatchUp(work::add, batch -> {
            looks.add(batch);
            if (looks.size() == 1) {
                throw new IllegalStateException("the database is away");
            }
        });
        failing.request(List.of("a"));
        work.remove().run();
        failing.request(List.of("b"));
        work.remove().run();

        assertThat(looks).containsExactly(List.of("a"), List.of("b"));
    }
}
