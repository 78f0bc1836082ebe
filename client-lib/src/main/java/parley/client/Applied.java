package parley.client;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import parley.message.ClientState;
import parley.message.Reason;

/**
 * How applying an update ended.
 *
 * @param state {@link ClientState#SUCCEEDED}, {@link ClientState#FAILED} (nothing was changed),
 *     {@link ClientState#ROLLED_BACK} (all is as it was before) or, not yet the end, {@link ClientState#CONFIRMING}
 * @param reason why it did not succeed; empty on success, and while a confirmation is still open
 * @param detail a sentence for people, may be empty
 * @param output the end of what the check or run command said, may be empty; the server gets the last 8 KiB
 * @param confirmWithin with {@code CONFIRMING}: how much time is left for the server's confirmation
 */
public record Applied(
        ClientState state, Optional<Reason> reason, String detail, String output, Optional<Duration> confirmWithin) {

    /** @throws IllegalArgumentException for any other state, or a reason that does not fit the state */
    public Applied {
        boolean good = state == ClientState.SUCCEEDED || state == ClientState.CONFIRMING;
        if (!good && state != ClientState.FAILED && state != ClientState.ROLLED_BACK) {
            throw new IllegalArgumentException("an update does not end as " + state.word());
        }
        if (reason.isPresent() == good) {
            throw new IllegalArgumentException("success has no reason, everything else has one");
        }
        if (confirmWithin.isPresent() != (state == ClientState.CONFIRMING)) {
            throw new IllegalArgumentException("only what has to be confirmed has a time for it");
        }
        Objects.requireNonNull(detail);
        Objects.requireNonNull(output);
    }

    /** All changes are in force. */
    public static Applied succeeded(String detail, String output) {
        return new Applied(ClientState.SUCCEEDED, Optional.empty(), detail, output, Optional.empty());
    }

    /** All changes are in force; they are rolled back unless the server confirms them within that time. */
    public static Applied confirming(Duration within, String detail, String output) {
        return new Applied(ClientState.CONFIRMING, Optional.empty(), detail, output, Optional.of(within));
    }

    /** It was not begun, or ended before anything was changed. */
    public static Applied failed(Reason reason, String detail, String output) {
        return new Applied(ClientState.FAILED, Optional.of(reason), detail, output, Optional.empty());
    }

    /** It was begun and undone. */
    public static Applied rolledBack(Reason reason, String detail, String output) {
        return new Applied(ClientState.ROLLED_BACK, Optional.of(reason), detail, output, Optional.empty());
    }
}
