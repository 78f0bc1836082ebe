package parley.client.internal.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parley.client.testing.internal.SettableClock;

@Timeout(60)
class MailboxTest {

    private final SettableClock clock = new SettableClock();
    private final AtomicBoolean full = new AtomicBoolean();
    private final Deque<Runnable> executor = new ArrayDeque<>();
    private final List<String> ran = new ArrayList<>();
    private final List<Throwable> broken = new ArrayList<>();
    private final Mailbox mailbox = new Mailbox(clock, executor::add, full::get, broken::add);

    private void runAll() {
        while (!executor.isEmpty()) {
            executor.remove().run();
        }
    }

    private void fromWire(String what) {
        mailbox.postFromWire(() -> ran.add(what));
    }

    @Test
    void whatComesFromThisMachineGoesFirstAndTheWireKeepsItsOrder() {
        fromWire("wire 1");
        fromWire("wire 2");
        mailbox.post(() -> ran.add("local 1"));
        mailbox.post(() -> ran.add("local 2"));
        mailbox.postFirst(() -> ran.add("urgent"));

        runAll();

        assertThat(ran).containsExactly("urgent", "local 1", "local 2", "wire 1", "wire 2");
    }

    @Test
    void itAsksForAThreadOnlyWhileThereIsSomethingToDo() {
        assertThat(executor).isEmpty();
        mailbox.post(() -> ran.add("a"));
        mailbox.post(() -> ran.add("b"));
        assertThat(executor).hasSize(1);

        runAll();

        assertThat(executor).isEmpty();
        mailbox.after(Duration.ofHours(1), () -> ran.add("later"));
        runAll();
        assertThat(executor).isEmpty();
        assertThat(ran).containsExactly("a", "b");
    }

    @Test
    void othersHaveTheirTurnAfter32Pieces() {
        for (int i = 0; i < 33; i++) {
            mailbox.post(() -> ran.add("a"));
        }

        executor.remove().run();

        assertThat(ran).hasSize(32);
        runAll();
        assertThat(ran).hasSize(33);
    }

    @Test
    void theWireWaitsWhileTheMachineIsBehind() {
        full.set(true);
        fromWire("wire");
        runAll();
        assertThat(ran).isEmpty();
        assertThat(mailbox.heldBack()).isTrue();

        full.set(false);
        mailbox.post(() -> ran.add("written"));
        runAll();
        assertThat(ran).containsExactly("written", "wire");
        assertThat(mailbox.heldBack()).isFalse();
    }

    @Test
    void theWireWaitsWhileItIsHeld() {
        mailbox.holdWire(true);
        fromWire("wire");
        runAll();
        assertThat(ran).isEmpty();

        mailbox.holdWire(false);
        runAll();
        assertThat(ran).containsExactly("wire");
    }

    @Test
    void aFastPeerIsSlowedDownUntilThereIsRoom() throws Exception {
        for (int i = 0; i < 32; i++) {
            fromWire("wire");
        }
        CountDownLatch posted = new CountDownLatch(1);
        Thread peer = new Thread(() -> {
            fromWire("late");
            posted.countDown();
        });
        peer.start();
        while (peer.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        assertThat(posted.getCount()).isEqualTo(1);

        executor.remove().run();
        posted.await();
        runAll();
        assertThat(ran).hasSize(33).endsWith("late");
    }

    @Test
    void theEndOfAConnectionIsTakenWithoutRoomAndBehindWhatCameOverIt() {
        for (int i = 0; i < 32; i++) {
            fromWire("wire");
        }
        mailbox.postEndOfWire(() -> ran.add("end"));
        runAll();
        assertThat(ran).hasSize(33).endsWith("end");
    }

    @Test
    void aClosedMailboxHoldsNobodyUpAndDoesNothingMore() {
        mailbox.post(() -> ran.add("late"));
        mailbox.close();
        for (int i = 0; i < 100; i++) {
            fromWire("wire");
        }
        mailbox.post(() -> ran.add("late"));
        runAll();
        assertThat(ran).isEmpty();
    }

    @Test
    void workIsDoneWhenItsTimeHasComeAndNotWhenItWasCalledOff() {
        mailbox.after(Duration.ofHours(2), () -> ran.add("second"));
        mailbox.after(Duration.ofHours(1), () -> ran.add("first"));
        mailbox.after(Duration.ofHours(1), () -> ran.add("called off")).cancel();
        runAll();
        assertThat(ran).isEmpty();

        clock.advance(Duration.ofHours(3));
        mailbox.post(() -> {});
        runAll();
        assertThat(ran).containsExactly("first", "second");
    }

    @Test
    void aTimeWakesTheMailboxByItself() throws Exception {
        CountDownLatch rung = new CountDownLatch(1);
        Mailbox awake = new Mailbox(new SteadyClock(), SharedThreads.STEPS, full::get, broken::add);

        awake.after(Duration.ofMillis(5), rung::countDown);

        assertThat(rung.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(broken).isEmpty();
    }

    @Test
    void whatAPieceOfWorkThrowsIsHeardAndTheNextOneIsDone() {
        IllegalStateException bug = new IllegalStateException("a bug");
        mailbox.post(() -> {
            throw bug;
        });
        mailbox.post(() -> ran.add("next"));
        runAll();
        assertThat(broken).containsExactly(bug);
        assertThat(ran).containsExactly("next");
    }

    @Test
    void anInterruptIsGoneAfterThePieceOfWorkThatMadeIt() {
        mailbox.post(() -> Thread.currentThread().interrupt());
        mailbox.post(() -> ran.add(Thread.currentThread().isInterrupted() ? "interrupted" : "undisturbed"));
        runAll();
        assertThat(ran).containsExactly("undisturbed");
    }

    @Test
    void anExecutorThatRefusesWorkIsHeardOf() throws Exception {
        CompletableFuture<Throwable> heard = new CompletableFuture<>();
        Mailbox refused = new Mailbox(
                clock,
                work -> {
                    throw new RejectedExecutionException("shut down");
                },
                full::get,
                heard::complete);

        refused.post(() -> {});

        assertThat(heard.get(30, TimeUnit.SECONDS))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessage("shut down");
    }
}
