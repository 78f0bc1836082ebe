package parley.client.internal.negotiation;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import parley.client.MemoryHandler;
import parley.client.QueuedCalls;
import parley.client.UpdateFailedException;
import parley.client.internal.failure.UnexpectedMessageException;
import parley.message.Agreed;
import parley.message.ApplyMode;
import parley.message.Fetch;
import parley.message.Message;
import parley.message.Offer;
import parley.message.Severity;
import parley.message.Terms;
import parley.message.bundle.BundleRef;
import parley.message.bundle.Change;
import parley.message.bundle.Digest;
import parley.message.bundle.FileEntry;
import parley.message.bundle.Mode;
import parley.protocol.Incoming;

class DownloadTest {

    // by sha256sum
    private static final FileEntry HELLO = new FileEntry(
            new Digest("sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"), 5, new Mode(0644));
    private static final List<Change> CHANGES = List.of(Change.add("hello.txt", HELLO));

    private final Queue<Runnable> calls = new ArrayDeque<>();
    private final List<Message> sent = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final Download download = new Download(
            new Offer(
                    "o1",
                    1,
                    new BundleRef("site", "1", 1, HELLO.sha256()),
                    CHANGES,
                    new Terms(
                            Severity.MANDATORY,
                            Optional.empty(),
                            Optional.empty(),
                            Optional.of(Instant.parse("2026-11-24T12:00:00Z")),
                            false,
                            false,
                            ApplyMode.AT_ONCE,
                            Optional.empty()),
                    ""),
            new Agreed("o1", CHANGES, 5),
            new MemoryHandler(),
            new QueuedCalls(calls::add, Runnable::run, calls::add),
            sent::add,
            new Told());

    @Test
    void aFileThatIsCompleteIsToldAndThenTheEnd() throws Exception {
        downloadHello();
        makeCalls();
        assertThat(told).containsExactly("5 of 5", "5 of 5", "complete");
    }

    @Test
    void aFileThatBecomesCompleteAfterTheUpdateWasCalledOffIsToldToNobody() throws Exception {
        downloadHello();
        download.abandon();
        makeCalls();
        assertThat(told).containsExactly("5 of 5");
    }

    private void downloadHello() throws UnexpectedMessageException {
        download.connected(new FetchNumbers(), 4);
        makeCalls();
        assertThat(sent).containsExactly(new Fetch(1, HELLO.sha256(), 0));
        download.data(new Incoming.Data(1, 0, "hello".getBytes(US_ASCII)));
    }

    private void makeCalls() {
        while (!calls.isEmpty()) {
            calls.remove().run();
        }
    }

    private final class Told implements Download.Watcher {

        @Override
        public void progress(long done, long total) {
            told.add(done + " of " + total);
        }

        @Override
        public void complete() {
            told.add("complete");
        }

        @Override
        public void failed(UpdateFailedException why) {
            told.add("failed: " + why.getMessage());
        }
    }
}
