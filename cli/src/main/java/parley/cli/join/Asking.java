package parley.cli.join;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import parley.cli.terminal.Shell;
import parley.message.Offer;

/**
 * Shows an offer and decides on it: asks the person, agrees at once ({@code --yes}), or, with {@code --dry-run}, keeps the offer unanswered so that the server
 * still holds it open when the client has gone.
 */
final class Asking implements Predicate<Offer> {

    private final Shell shell;
    private final boolean yes;
    private final boolean dryRun;
    private final boolean quiet;
    private final CompletableFuture<Offer> shown = new CompletableFuture<>();

    Asking(Shell shell, boolean yes, boolean dryRun, boolean quiet) {
        this.shell = shell;
        this.yes = yes;
        this.dryRun = dryRun;
        this.quiet = quiet;
    }

    /** The offer of a dry run, once it has been shown. */
    CompletableFuture<Offer> shown() {
        return shown;
    }

    @Override
    public boolean test(Offer offer) {
        if (!quiet) {
            OfferText.lines(offer, shell.errStyle()).forEach(shell.err()::println);
            shell.err().flush();
        }
        if (dryRun) {
            shown.complete(offer);
            return neverAnswer();
        }
        return yes || shell.confirm("Make these changes?");
    }

    // closing the client interrupts this thread when nobody listens for its answer any more
    private static boolean neverAnswer() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }
}
