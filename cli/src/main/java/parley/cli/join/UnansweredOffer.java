package parley.cli.join;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import parley.cli.terminal.ExitCode;

/** Ends a run without an answer to the offer: the server goes on holding it open for whoever comes again. */
final class UnansweredOffer {

    private final CompletableFuture<Supplier<ExitCode>> kept = new CompletableFuture<>();

    /** Completed when no answer will be given; tells how the run ends then. */
    CompletableFuture<Supplier<ExitCode>> kept() {
        return kept;
    }

    /** Called by the handler's thread: returns when the client is closed, and nobody listens for an answer any more. */
    void keep(Supplier<ExitCode> end) {
        kept.complete(end);
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
