package parley.client;

import java.util.Objects;
import java.util.Optional;
import parley.message.ClientState;
import parley.message.Reason;

/**
 * How applying an update ended.
 *
 * @param state {@link ClientState#SUCCEEDED}, {@link ClientState#FAILED} (nothing was changed) or
 *     {@link ClientState#ROLLED_BACK} (all is as it was before)
 * @param reason why it did not succeed; empty when it did
 * @param detail a sentence for people, may be empty
 * @param output the end of what the check or run command said, may be empty; the server gets the last 8 KiB
 */
public record Applied(ClientState state, Optional<Reason> reason, String detail, String output) {

    /** @throws IllegalArgumentException when the state is another one, or the reason does not go with it */
    public Applied {
        if (state != ClientState.SUCCEEDED && state != ClientState.FAILED && state != ClientState.ROLLED_BACK) {
            throw new IllegalArgumentException("an update does not end as " + state.word());
        }
        if (reason.isPresent() == (state == ClientState.SUCCEEDED)) {
            throw new IllegalArgumentException("success has no reason, everything else has one");
        }
        Objects.requireNonNull(detail);
        Objects.requireNonNull(output);
    }

    /** All changes are in force. */
    public static Applied succeeded(String detail, String output) {
        return new Applied(ClientState.SUCCEEDED, Optional.empty(), detail, output);
    }

    /** It was not begun, or ended before anything was changed. */
    public static Applied failed(Reason reason, String detail, String output) {
        return new Applied(ClientState.FAILED, Optional.of(reason), detail, output);
    }

    /** It was begun and undone. */
    public static Applied rolledBack(Reason reason, String detail, String output) {
        return new Applied(ClientState.ROLLED_BACK, Optional.of(reason), detail, output);
    }
}
