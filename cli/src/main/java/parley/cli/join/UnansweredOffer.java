package parley.cli.join;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import parley.cli.terminal.ExitCode;

/** Ends a run without an answer to the offer: the server keeps the offer open for the next run. */
final class UnansweredOffer {

    private final CompletableFuture<Supplier<ExitCode>> kept = new CompletableFuture<>();

    /** Completed when no answer will be given, with the end of the run. */
    CompletableFuture<Supplier<ExitCode>> kept() {
        return kept;
    }

    /** Called by the handler's thread: returns when the client is closed and nobody waits for an answer any more. */
    void keep(Supplier<ExitCode> end) {
        kept.complete(end);
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
