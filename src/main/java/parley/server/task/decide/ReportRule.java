package parley.server.task.decide;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import parley.message.ClientState;

/** The effect of a report on a client: the part of the transition table that clients cause. */
enum ReportRule {
    /** The client is in the reported state now. */
    MOVE,
    /** Nothing new, or too late: accepted and acknowledged, the state stays. */
    NOTE,
    /** Can never be right. */
    WRONG;

    /** In the order of one attempt. */
    private static final List<ClientState> RUN = List.of(
            ClientState.ACCEPTED,
            ClientState.DOWNLOADING,
            ClientState.STAGED,
            ClientState.APPLYING,
            ClientState.CHECKING,
            ClientState.CONFIRMING);

    private static final Set<ClientState> BEFORE_PROCEED = EnumSet.of(ClientState.DOWNLOADING, ClientState.STAGED);
    private static final Set<ClientState> AFTER_PROCEED =
            EnumSet.of(ClientState.APPLYING, ClientState.CHECKING, ClientState.CONFIRMING, ClientState.SUCCEEDED);
    private static final Set<ClientState> WENT_WRONG = EnumSet.of(ClientState.FAILED, ClientState.ROLLED_BACK);

    /** @param proceeded whether the client was told to apply in this attempt */
    static ReportRule of(ClientState from, ClientState reported, boolean proceeded) {
        if (!mayBeReported(reported)) {
            return WRONG;
        }
        if (from == reported) {
            return NOTE;
        }
        return switch (from) {
            case OFFERED, WAITING, DEFERRED ->
                reported == ClientState.FAILED || reported == ClientState.DECLINED ? MOVE : WRONG;
            case ACCEPTED, DOWNLOADING, STAGED, APPLYING, CHECKING, CONFIRMING ->
                whileRunning(from, reported, proceeded);
            // The client's final report is the outcome, also if the server had given the client up.
            case CANCELLED -> reported == ClientState.SUCCEEDED && proceeded ? MOVE : NOTE;
            case TIMED_OUT ->
                reported == ClientState.SUCCEEDED && proceeded || WENT_WRONG.contains(reported) ? MOVE : NOTE;
            case SUCCEEDED, FAILED, ROLLED_BACK, DECLINED, NOTHING_TO_DO, REVOKED -> NOTE;
            case PENDING, JOINED -> WRONG;
        };
    }

    private static boolean mayBeReported(ClientState state) {
        return BEFORE_PROCEED.contains(state)
                || AFTER_PROCEED.contains(state)
                || WENT_WRONG.contains(state)
                || state == ClientState.DECLINED;
    }

    private static ReportRule whileRunning(ClientState from, ClientState reported, boolean proceeded) {
        if (WENT_WRONG.contains(reported)) {
            return MOVE;
        }
        if (reported == ClientState.DECLINED) {
            return RUN.indexOf(from) > RUN.indexOf(ClientState.STAGED) ? WRONG : MOVE;
        }
        if (AFTER_PROCEED.contains(reported) && !proceeded) {
            return WRONG;
        }
        return reported == ClientState.SUCCEEDED || RUN.indexOf(reported) > RUN.indexOf(from) ? MOVE : NOTE;
    }
}
