package parley.client.internal.negotiation;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import parley.client.Applied;
import parley.client.Applying;
import parley.client.UpdateFailedException;
import parley.client.UpdateHandler;
import parley.client.internal.concurrent.Alarms;
import parley.client.internal.concurrent.HandlerExecutor;
import parley.client.internal.failure.UnexpectedMessageException;
import parley.message.Agreed;
import parley.message.ClientState;
import parley.message.FetchFailed;
import parley.message.Message;
import parley.message.Offer;
import parley.message.Reason;
import parley.protocol.Incoming;

/**
 * Carries out one agreed offer: download, staging, and, once the server has said {@code proceed}, applying, up to the
 * confirmation if the terms ask for one. It needs the network for the download and the confirmation only. Used in the
 * client's mailbox only.
 */
final class OfferExecution implements Download.Watcher {

    /** Is told the progress; {@code failed} and {@code applied} are the end. */
    interface Watcher {
        void progress(long done, long total);

        void staged();

        void applyingNow();

        void checking();

        /** It is applied; a new connection has to confirm it. */
        void unconfirmed();

        /** Why the confirmation did not come in time, for people. */
        String whyNotConfirmed();

        /** Nothing has been changed. */
        void failed(UpdateFailedException why);

        void applied(Applied result);
    }

    private enum Phase {
        DOWNLOADING,
        STAGING,
        STAGED,
        APPLYING,
        CONFIRMING,
        ENDED
    }

    private final Offer offer;
    private final Agreed agreed;
    private final UpdateHandler handler;
    private final HandlerExecutor calls;
    private final Watcher watcher;
    private final Download download;
    private final Alarms alarms;
    private final Confirmation confirmation;
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private boolean mayApply;
    private boolean paused;
    private boolean held;
    private boolean inSession;
    private Phase phase = Phase.DOWNLOADING;

    OfferExecution(
            Offer offer,
            Agreed agreed,
            UpdateHandler handler,
            HandlerExecutor calls,
            Alarms alarms,
            Consumer<Message> send,
            Watcher watcher) {
        this.offer = offer;
        this.agreed = agreed;
        this.handler = handler;
        this.calls = calls;
        this.watcher = watcher;
        this.alarms = alarms;
        this.confirmation = new Confirmation(offer, handler, calls, this::applied, watcher::whyNotConfirmed);
        this.download = new Download(offer, agreed, handler, calls, send, this);
    }

    long total() {
        return download.total();
    }

    /** Whether the machine is on its way from the old to the new state, up to the confirmation. */
    boolean applying() {
        return phase == Phase.APPLYING || phase == Phase.CONFIRMING;
    }

    boolean confirming() {
        return phase == Phase.CONFIRMING;
    }

    /** Whether the applied update is neither confirmed nor rolled back. */
    boolean undecided() {
        return confirming() && confirmation.open();
    }

    /** Whether it goes on without another message of the server in this session. */
    boolean begun() {
        return inSession || phase != Phase.DOWNLOADING;
    }

    /** Goes on, as the server has allowed in this session: with the download, or with what waited for a session. */
    void connected(@Nullable FetchNumbers session, int fetchesAtOnce) {
        inSession = true;
        if (phase == Phase.DOWNLOADING) {
            download.connected(session, fetchesAtOnce);
        }
        applyIfAllowed();
    }

    /**
     *  An update that is not being applied yet waits for the next session, in which the server may withdraw the
     *  permission.
     */
    void disconnected() {
        inSession = false;
        held = false;
        download.disconnected();
    }

    /** While paused no new file is requested and nothing is applied; a running apply goes on to its end. */
    void pause(boolean pause) {
        paused = pause;
        download.pause(pause);
        applyIfAllowed();
    }

    /** An earlier permission has to be given again in this session. */
    void hold() {
        held = true;
    }

    boolean held() {
        return held;
    }

    void data(Incoming.Data data) throws UnexpectedMessageException {
        download.data(data);
    }

    void refused(FetchFailed fetch) {
        download.refused(fetch.fetch(), fetch.reason());
    }

    /** Its phase, as in docs/states.md. */
    String where() {
        return phase == Phase.STAGED && mayApply ? "held" : phase.name().toLowerCase(Locale.ROOT);
    }

    /** The server has said that this offer may be applied. */
    void proceed() {
        mayApply = true;
        held = false;
        applyIfAllowed();
    }

    private void applyIfAllowed() {
        if (phase == Phase.STAGED && mayApply && !paused && !held && inSession) {
            apply();
        }
    }

    /** Tells a handler that is applying of the cancel; an update that waits for its confirmation is rolled back. */
    void cancel(String reason) {
        cancelled.set(true);
        rollBackUnconfirmed(Reason.CANCELLED, "the update was cancelled: " + reason);
    }

    /** Nobody will confirm it any more. */
    void rollBackUnconfirmed(Reason reason, String why) {
        if (phase == Phase.CONFIRMING) {
            confirmation.rollBack(reason, why);
        }
    }

    /** An earlier run applied it; {@code within} is the time left for its confirmation. */
    void awaitConfirmation(Duration within) {
        phase = Phase.CONFIRMING;
        confirmation.await(within, alarms);
        watcher.unconfirmed();
        if (cancelled.get()) {
            cancel("before it was confirmed");
        }
    }

    void confirmed() {
        if (phase == Phase.CONFIRMING) {
            confirmation.confirmed();
        }
    }

    /** Stops it for good, if it is not being applied yet. */
    void abandon() {
        phase = Phase.ENDED;
        download.abandon();
    }

    @Override
    public void progress(long done, long total) {
        watcher.progress(done, total);
    }

    @Override
    public void complete() {
        phase = Phase.STAGING;
        calls.call(
                () -> {
                    handler.staged(offer, agreed);
                    return offer;
                },
                done -> staged(),
                this::failed);
    }

    private void staged() {
        if (phase != Phase.STAGING) {
            return;
        }
        phase = Phase.STAGED;
        if (!mayApply) {
            watcher.staged();
        }
        applyIfAllowed();
    }

    @Override
    public void failed(UpdateFailedException why) {
        if (phase != Phase.ENDED) {
            phase = Phase.ENDED;
            watcher.failed(why);
        }
    }

    private void apply() {
        phase = Phase.APPLYING;
        watcher.applyingNow();
        calls.call(
                () -> handler.apply(offer, agreed, new Ear()),
                this::applied,
                e -> applied(Applied.failed(e.reason(), e.getMessage(), e.output())));
    }

    private void applied(Applied result) {
        if (result.state() == ClientState.CONFIRMING) {
            awaitConfirmation(result.confirmWithin().orElseThrow());
            return;
        }
        phase = Phase.ENDED;
        watcher.applied(result);
    }

    private final class Ear implements Applying {

        @Override
        public void checking() {
            calls.tell(() -> {
                if (phase == Phase.APPLYING) {
                    watcher.checking();
                }
            });
        }

        @Override
        public boolean cancelled() {
            return cancelled.get();
        }
    }
}
