package parley.client.internal.negotiation;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import parley.client.Applied;
import parley.client.UpdateFailedException;
import parley.client.UpdateHandler;
import parley.client.internal.concurrent.Alarms;
import parley.client.internal.concurrent.HandlerExecutor;
import parley.client.internal.failure.UnexpectedMessageException;
import parley.client.internal.negotiation.OfferProgress.Phase;
import parley.message.Agreed;
import parley.message.ClientState;
import parley.message.Confirmed;
import parley.message.Decision;
import parley.message.FetchFailed;
import parley.message.Offer;
import parley.message.Proceed;
import parley.message.Reason;
import parley.message.Welcome;
import parley.protocol.CloseCode;
import parley.protocol.Incoming;

/**
 *  Carries out the agreed update, over sessions and restarts, and reports the progress. Used in the client's mailbox.
 */
final class UpdateExecution implements OfferExecution.Watcher {

    private static final int MOST_FETCHES = 4;

    private final OfferProgress progress;
    private final UpdateHandler handler;
    private final HandlerExecutor calls;
    private final Alarms alarms;
    private final OfferDecisions decisions;
    private final Reporter reporter;
    private final NegotiationHost host;

    private @Nullable OfferExecution execution;
    private ConfirmationProgress confirmation = new ConfirmationProgress();
    private boolean paused;
    private @Nullable FetchNumbers session;
    private int fetchesAtOnce;

    UpdateExecution(
            OfferProgress progress,
            UpdateHandler handler,
            HandlerExecutor calls,
            Alarms alarms,
            OfferDecisions decisions,
            Reporter reporter,
            NegotiationHost host) {
        this.progress = progress;
        this.handler = handler;
        this.calls = calls;
        this.alarms = alarms;
        this.decisions = decisions;
        this.reporter = reporter;
        this.host = host;
    }

    /** Whether the handler is applying an update, up to the confirmation; that always runs to its end. */
    boolean applying() {
        return execution != null && execution.applying();
    }

    boolean confirming() {
        return execution != null && execution.confirming();
    }

    /** Goes on with what an earlier run had agreed to; the server may have allowed it to apply. */
    void prepare(Agreed agreed) {
        progress.enter(Phase.EXECUTING);
        OfferExecution begun = execution(agreed);
        execution = begun;
        begun.pause(paused);
        if (progress.steps().mayApply()) {
            begun.proceed();
        }
    }

    /** Goes on with what an earlier run applied; {@code within} is the time left for its confirmation. */
    void awaitConfirmation(Agreed agreed, Duration within) {
        progress.enter(Phase.EXECUTING);
        OfferExecution begun = execution(agreed);
        execution = begun;
        begun.awaitConfirmation(within);
    }

    private OfferExecution execution(Agreed agreed) {
        return new OfferExecution(progress.offer(), agreed, handler, calls, alarms, host::send, this);
    }

    /** The one that is under way. */
    private OfferExecution execution() {
        if (execution == null) {
            throw new IllegalStateException("nothing is being carried out");
        }
        return execution;
    }

    void connected(Welcome welcome) {
        session = new FetchNumbers();
        fetchesAtOnce = (int) Math.min(MOST_FETCHES, welcome.limits().fetches());
        if (confirming()) {
            confirmation.connected();
        }
    }

    /** Whether an applied update waits for the server's confirmation, or for the end of its time. */
    boolean undecided() {
        return execution != null && execution.undecided();
    }

    /** Whether the server does not know yet that an applied update waits for its confirmation. */
    boolean hasToAskForConfirmation() {
        return confirming() && !reporter.everythingIsAcknowledged();
    }

    /** All reports have been sent in this session. */
    void said() {
        if (hasToAskForConfirmation()) {
            confirmation.asked();
        }
    }

    void acknowledged() {
        if (confirming() && reporter.everythingIsAcknowledged()) {
            confirmation.acknowledged();
        }
    }

    void disconnected() {
        confirmation.disconnected();
        session = null;
        if (execution != null) {
            execution.disconnected();
        }
    }

    /** It was allowed in an earlier session; goes on once the server has had time to withdraw that. */
    void goOnIfAllowed() {
        if (mayApply()) {
            host.whenHeard(() -> {
                if (mayApply()) {
                    goOn();
                }
            });
        }
    }

    private boolean mayApply() {
        return progress.is(Phase.EXECUTING) && progress.steps().mayApply();
    }

    private void goOn() {
        execution().connected(session, fetchesAtOnce);
    }

    /** Whether it goes on without another message of the server. */
    boolean underWay() {
        return execution().begun() || progress.reported(ClientState.STAGED);
    }

    /** Its phase, as in docs/states.md. */
    String where() {
        return execution().where();
    }

    void agreed(Agreed agreed) throws UnexpectedMessageException {
        if (!progress.steps().is(agreed.offer())) {
            return;
        }
        if (progress.is(Phase.ANSWERED)) {
            Offer offer = progress.offer();
            if (!progress.steps().said(Decision.ACCEPT)
                    || !Set.copyOf(offer.changes()).containsAll(agreed.changes())) {
                throw new UnexpectedMessageException(CloseCode.WRONG_STATE, "agreed to what was not offered");
            }
            progress.steps().agree(agreed);
            prepare(agreed);
            reporter.downloading(offer, 0, execution().total());
        }
        if (progress.is(Phase.EXECUTING)) {
            goOn();
        }
    }

    void proceed(Proceed proceed) {
        if (progress.is(Phase.EXECUTING) && !applying() && progress.steps().is(proceed.offer())) {
            progress.steps().proceed(proceed);
            execution().proceed();
            goOn();
        }
    }

    /**
     * The server lets the client wait, for example because a window has closed. An update that was allowed in an
     * earlier session and has not begun waits too.
     *
     * @return whether there is such an update
     */
    boolean hold() {
        boolean holds = mayApply() && !applying();
        if (holds) {
            execution().hold();
        }
        return holds;
    }

    /** Whether an allowed update waits for a new permission. */
    boolean held() {
        return execution != null && execution.held();
    }

    void confirmed(Confirmed confirmed) {
        if (confirming() && reporter.speaking() && progress.steps().is(confirmed.offer())) {
            execution().confirmed();
        }
    }

    void data(Incoming.Data data) throws UnexpectedMessageException {
        if (session == null || !session.used(data.fetch())) {
            throw new UnexpectedMessageException(CloseCode.WRONG_STATE, "data that was not asked for");
        }
        if (execution != null) {
            execution.data(data);
        }
    }

    void fetchFailed(FetchFailed failed) {
        if (execution != null) {
            execution.refused(failed);
        }
    }

    void pause(boolean pause) {
        paused = pause;
        if (execution != null) {
            execution.pause(pause);
        }
    }

    /** Tells a handler that is applying of the cancel; an update that waits for its confirmation is rolled back. */
    void cancel(String reason) {
        if (applying()) {
            execution().cancel(reason);
        }
    }

    /** There will be no more sessions; an update that waits for its confirmation is rolled back. */
    void noMoreSessions(String why) {
        if (execution != null) {
            execution.rollBackUnconfirmed(Reason.CONFIRM_TIMEOUT, "there is no way to a confirmation: " + why);
        }
    }

    /** Stops and forgets it for good, if it is not being applied yet. */
    void abandon() {
        if (execution != null) {
            execution.abandon();
        }
        execution = null;
    }

    @Override
    public void progress(long done, long total) {
        reporter.progress(progress.offer(), done, total, !progress.reported(ClientState.STAGED));
    }

    @Override
    public void staged() {
        advance(ClientState.STAGED);
    }

    @Override
    public void applyingNow() {
        advance(ClientState.APPLYING);
    }

    @Override
    public void checking() {
        advance(ClientState.CHECKING);
    }

    // After a crash reported steps may be done again; for the server it is one attempt that goes forward.
    private void advance(ClientState state) {
        if (progress.reported(state)) {
            reporter.again(state);
        } else {
            reporter.state(progress.offer(), state);
        }
    }

    // Only a connection made with the new files in force proves that the machine can still be reached.
    @Override
    public void unconfirmed() {
        confirmation = new ConfirmationProgress();
        reporter.hush();
        advance(ClientState.CONFIRMING);
        host.reconnect("a new connection has to confirm the update");
    }

    @Override
    public String whyNotConfirmed() {
        return confirmation.whyNotConfirmed(host.whyNotConnected());
    }

    @Override
    public void failed(UpdateFailedException e) {
        decisions.abandoned(progress.offer());
        applied(Applied.failed(e.reason(), e.getMessage(), e.output()));
    }

    @Override
    public void applied(Applied result) {
        progress.enter(Phase.DONE);
        reporter.applied(progress.offer(), result);
        host.settled();
    }
}
