package parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InboxTest {

    private final SettableClock clock = new SettableClock();
    private final AtomicBoolean full = new AtomicBoolean();
    private final Inbox inbox = new Inbox(clock, full::get);
    private final List<String> ran = new ArrayList<>();

    private void runAll() throws InterruptedException {
        Instant now = clock.instant();
        int before;
        do {
            before = ran.size();
            inbox.runNext(now);
        } while (ran.size() > before);
    }

    @Test
    void whatComesFromThisMachineGoesFirstAndTheWireKeepsItsOrder() throws InterruptedException {
        inbox.postFromWire(() -> ran.add("wire 1"));
        inbox.postFromWire(() -> ran.add("wire 2"));
        inbox.post(() -> ran.add("local 1"));
        inbox.post(() -> ran.add("local 2"));

        runAll();

        assertThat(ran).containsExactly("local 1", "local 2", "wire 1", "wire 2");
    }

    @Test
    void theWireWaitsWhileTheMachineIsBehind() throws InterruptedException {
        full.set(true);
        inbox.postFromWire(() -> ran.add("wire"));
        runAll();
        assertThat(ran).isEmpty();
        assertThat(inbox.heldBack()).isTrue();

        full.set(false);
        runAll();
        assertThat(ran).containsExactly("wire");
        assertThat(inbox.heldBack()).isFalse();
    }

    @Test
    void aFastPeerIsSlowedDownUntilThereIsRoom() throws Exception {
        for (int i = 0; i < 32; i++) {
            inbox.postFromWire(() -> ran.add("wire"));
        }
        CountDownLatch posted = new CountDownLatch(1);
        Thread peer = new Thread(() -> {
            inbox.postFromWire(() -> ran.add("late"));
            posted.countDown();
        });
        peer.start();
        while (peer.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        assertThat(posted.getCount()).isEqualTo(1);

        inbox.runNext(clock.instant());
        posted.await();
        runAll();
        assertThat(ran).hasSize(33).endsWith("late");
    }

    @Test
    void theEndOfAConnectionIsTakenWithoutRoomAndBehindWhatCameOverIt() throws InterruptedException {
        for (int i = 0; i < 32; i++) {
            inbox.postFromWire(() -> ran.add("wire"));
        }
        inbox.postEndOfWire(() -> ran.add("end"));
        runAll();
        assertThat(ran).hasSize(33).endsWith("end");
    }

    @Test
    void aClosedInboxHoldsNobodyUp() throws InterruptedException {
        inbox.close();
        for (int i = 0; i < 100; i++) {
            inbox.postFromWire(() -> ran.add("wire"));
        }
        runAll();
        assertThat(ran).isEmpty();
    }

    @Test
    void itReturnsAtTheDeadline() throws InterruptedException {
        clock.advance(Duration.ofHours(1));
        inbox.runNext(clock.instant().minusSeconds(1));
        assertThat(ran).isEmpty();
    }
}
