package parley.server.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parley.server.it.Await;

@Timeout(30)
class GroupCommitTest {

    private final List<Long> pauses = new CopyOnWriteArrayList<>();
    private final GroupCommit group = new GroupCommit(pauses::add);
    private final AtomicInteger syncs = new AtomicInteger();

    @Test
    void oneAloneSyncsAtOnce() throws SQLException {
        group.await(syncs::incrementAndGet);
        group.await(syncs::incrementAndGet);

        assertEquals(2, syncs.get());
    }

    @Test
    void thoseThatCommitDuringASyncShareTheNextOne() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CompletableFuture<Void> first = commit(() -> {
            begun.countDown();
            waitFor(goOn);
            syncs.incrementAndGet();
        });
        waitFor(begun);

        List<CompletableFuture<Void>> others = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            others.add(commit(syncs::incrementAndGet));
        }
        Await.until("five wait for the sync", Duration.ofSeconds(20), () -> group.waiting() == 5);
        assertTrue(others.stream().noneMatch(CompletableFuture::isDone));
        goOn.countDown();

        first.get();
        for (CompletableFuture<Void> other : others) {
            other.get();
        }
        assertEquals(2, syncs.get());
    }

    @Test
    void aSyncThatFailsFailsForItsOwnCommitAndIsTriedAgainForTheOthers() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CompletableFuture<Void> first = commit(() -> {
            begun.countDown();
            waitFor(goOn);
            throw new SQLException("no space left");
        });
        waitFor(begun);
        CompletableFuture<Void> second = commit(syncs::incrementAndGet);
        Await.until("the second waits", Duration.ofSeconds(20), () -> group.waiting() == 1);
        goOn.countDown();

        ExecutionException failure = assertThrows(ExecutionException.class, first::get);
        assertEquals("no space left", failure.getCause().getMessage());
        second.get();
        assertEquals(1, syncs.get());
    }

    @Test
    void afterASharedSyncTheNextOneWaitsForMore() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CompletableFuture<Void> first = commit(() -> {
            begun.countDown();
            waitFor(goOn);
        });
        waitFor(begun);
        CompletableFuture<Void> second = commit(syncs::incrementAndGet);
        CompletableFuture<Void> third = commit(syncs::incrementAndGet);
        Await.until("two wait for the sync", Duration.ofSeconds(20), () -> group.waiting() == 2);
        goOn.countDown();
        first.get();
        second.get();
        third.get();
        assertEquals(List.of(), pauses);

        group.await(syncs::incrementAndGet);
        assertEquals(List.of(5_000_000L), pauses);

        group.await(syncs::incrementAndGet);
        assertEquals(List.of(5_000_000L), pauses);
        assertEquals(3, syncs.get());
    }

    private CompletableFuture<Void> commit(GroupCommit.Sync sync) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                group.await(sync);
                done.complete(null);
            } catch (SQLException e) {
                done.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return done;
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            assertTrue(latch.await(20, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
