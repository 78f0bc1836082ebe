package parley.server.task.service;

import java.util.EnumSet;
import java.util.Set;
import parley.message.ClientState;
import parley.message.json.Word;

/** What an operator can do to many clients with one request. */
public enum BulkAction implements Word {
    APPROVE,
    DENY,
    RETRY,
    REVOKE;

    /** The states whose clients it changes where the request names no state. */
    public Set<ClientState> usual() {
        return this == RETRY
                ? EnumSet.of(ClientState.FAILED, ClientState.ROLLED_BACK, ClientState.TIMED_OUT)
                : possible();
    }

    /** The states that a request may name. */
    public Set<ClientState> possible() {
        return switch (this) {
            case APPROVE, DENY -> EnumSet.of(ClientState.PENDING);
            case RETRY ->
                EnumSet.of(
                        ClientState.FAILED,
                        ClientState.ROLLED_BACK,
                        ClientState.TIMED_OUT,
                        ClientState.DECLINED,
                        ClientState.NOTHING_TO_DO,
                        ClientState.CANCELLED);
            case REVOKE -> EnumSet.complementOf(EnumSet.of(ClientState.REVOKED));
        };
    }
}
