package parley.client.internal.negotiation;

import java.util.Optional;

/**
 * How far the confirmation of an applied update has come, so that a time-out can say what was missing. Used in the
 * client's mailbox.
 */
final class ConfirmationProgress {

    private enum Reached {
        NOTHING,
        SERVER,
        ASKED,
        ACKNOWLEDGED
    }

    private Reached reached = Reached.NOTHING;
    private boolean connected;

    /** The server has admitted this client since the update was applied. */
    void connected() {
        connected = true;
        reach(Reached.SERVER);
    }

    void disconnected() {
        connected = false;
    }

    /** The server was told in this session that the update waits for its confirmation. */
    void asked() {
        reach(Reached.ASKED);
    }

    /** The server has acknowledged that. */
    void acknowledged() {
        reach(Reached.ACKNOWLEDGED);
    }

    private void reach(Reached now) {
        if (now.compareTo(reached) > 0) {
            reached = now;
        }
    }

    /** @param whyNot why there is no connection, if that is known */
    String whyNotConfirmed(Optional<String> whyNot) {
        String lost = connected
                ? ""
                : whyNot.map(why -> "; the connection was lost then: " + why).orElse("; the connection was lost then");
        return switch (reached) {
            case NOTHING ->
                "no session with the server came about in time over the new configuration: "
                        + whyNot.orElse("no connection was ready before the time was over");
            case SERVER ->
                "the server was reached, but this machine was still finding out what it has when the time was over"
                        + lost;
            case ASKED -> "the server was reached, but did not answer in time" + lost;
            case ACKNOWLEDGED ->
                "the server was reached and knows of the applied update, but did not confirm it in time" + lost;
        };
    }
}
