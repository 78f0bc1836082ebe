package parley.message;

import java.util.EnumSet;
import java.util.Set;
import parley.message.json.Word;

/** The state of a client in a task. A state only moves forward within one attempt. */
public enum ClientState implements Word {
    PENDING,
    JOINED,
    OFFERED,
    WAITING,
    ACCEPTED,
    DOWNLOADING,
    STAGED,
    APPLYING,
    CHECKING,
    CONFIRMING,
    SUCCEEDED,
    FAILED,
    ROLLED_BACK,
    DECLINED,
    NOTHING_TO_DO,
    DEFERRED,
    CANCELLED,
    TIMED_OUT,
    REVOKED;

    private static final Set<ClientState> TERMINAL =
            EnumSet.of(SUCCEEDED, FAILED, ROLLED_BACK, DECLINED, NOTHING_TO_DO, CANCELLED, TIMED_OUT, REVOKED);

    /** Whether the attempt has ended in this state; a retry is a new attempt. */
    public boolean terminal() {
        return TERMINAL.contains(this);
    }
}
