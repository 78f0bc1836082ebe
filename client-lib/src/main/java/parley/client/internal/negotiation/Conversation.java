package parley.client.internal.negotiation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import parley.client.Applied;
import parley.client.Outcome;
import parley.client.Recovered;
import parley.client.UpdateHandler;
import parley.client.internal.concurrent.Alarms;
import parley.client.internal.concurrent.HandlerExecutor;
import parley.client.internal.failure.FailureTexts;
import parley.client.internal.failure.UnexpectedMessageException;
import parley.client.internal.negotiation.OfferProgress.Phase;
import parley.client.internal.store.OfferMemory;
import parley.client.internal.store.TaskMemory;
import parley.message.Ack;
import parley.message.Agreed;
import parley.message.Cancel;
import parley.message.ClientState;
import parley.message.Confirmed;
import parley.message.FetchFailed;
import parley.message.Inventory;
import parley.message.LookAt;
import parley.message.Message;
import parley.message.NothingToDo;
import parley.message.Offer;
import parley.message.Pause;
import parley.message.Pong;
import parley.message.Position;
import parley.message.Proceed;
import parley.message.Reason;
import parley.message.Refused;
import parley.message.Report;
import parley.message.Resume;
import parley.message.TaskState;
import parley.message.Wait;
import parley.message.Welcome;
import parley.protocol.Incoming;

/**
 * The client's side of the negotiation: what a message means in each phase, and what follows; docs/states.md has it as
 * a table. It outlives connections, and with its durable memory processes too: a step is stored before the client acts
 * on it. It knows no socket, no thread and no folder; everything is called in the client's mailbox.
 */
public final class Conversation implements ServerMessageHandler {

    private static final Set<Class<? extends Message>> ENDS_A_WAIT = Set.of(
            Offer.class, Agreed.class, Proceed.class, NothingToDo.class, Refused.class, Cancel.class, Confirmed.class);

    private static final Duration BETWEEN_LOOKS_AT_A_GATE = Duration.ofMinutes(1);

    private final UpdateHandler handler;
    private final HandlerExecutor calls;
    private final Alarms alarms;
    private final Clock clock;
    private final GuardedListener listener;
    private final NegotiationHost host;
    private final OfferProgress progress = new OfferProgress();
    private final Reporter reporter;
    private final OfferDecisions decisions;
    private final InventoryExchange look;
    private final OfferNegotiation offers;
    private final UpdateExecution execution;

    private Optional<Recovered> recovered = Optional.empty();
    private @Nullable Welcome welcome;
    private boolean inSession;
    private Optional<Alarms.Alarm> gate = Optional.empty();
    private volatile Optional<Wait> waitsFor = Optional.empty();

    public Conversation(
            UpdateHandler handler,
            HandlerExecutor calls,
            Alarms alarms,
            GuardedListener listener,
            Clock clock,
            NegotiationHost host) {
        this.handler = handler;
        this.calls = calls;
        this.alarms = alarms;
        this.clock = clock;
        this.listener = listener;
        this.host = host;
        this.reporter = new Reporter(listener, clock, host::send);
        this.decisions = new OfferDecisions(handler, calls, clock);
        this.look = new InventoryExchange(handler, calls, host, this::present);
        Deferral deferral = new Deferral(alarms, clock, this::comeBack);
        this.offers = new OfferNegotiation(progress, decisions, deferral, reporter, listener, host, this::end);
        this.execution = new UpdateExecution(progress, handler, calls, alarms, decisions, reporter, host);
    }

    /** Continues from what an earlier run left. */
    public void begin(Optional<TaskMemory> remembered, Optional<Recovered> result) {
        recovered = result;
        remembered.ifPresent(this::remember);
        if (!confirming()) {
            recovered.filter(r -> r.result().state() == ClientState.CONFIRMING).ifPresent(this::rollBackUnknown);
        }
    }

    // Another task, or a lost state folder: nobody will confirm it.
    private void rollBackUnknown(Recovered open) {
        String why = "the update was left unconfirmed, and this client does not know it any more";
        calls.call(
                () -> handler.rollBack(open.offer(), Reason.CONFIRM_TIMEOUT, why),
                result -> recovered = Optional.of(new Recovered(open.offer(), result)),
                e -> host.giveUp(FailureTexts.notRecovered(e)));
    }

    private void remember(TaskMemory task) {
        reporter.keepIn(task.reports());
        progress.remember(task);
        if (progress.is(Phase.EXECUTING)) {
            takeUp(progress.steps(), progress.steps().agreed().orElseThrow());
        }
    }

    private void takeUp(OfferMemory steps, Agreed agreed) {
        Optional<Applied> result =
                recovered.filter(r -> steps.mayApply() && steps.is(r.offer())).map(Recovered::result);
        if (result.isEmpty()) {
            execution.prepare(agreed);
        } else if (result.get().state() == ClientState.CONFIRMING) {
            execution.awaitConfirmation(agreed, result.get().confirmWithin().orElseThrow());
        } else {
            execution.applied(result.get());
        }
    }

    /** The last report that the server acknowledged, for {@code hello}. */
    public Optional<Position> resume() {
        return Optional.of(reporter.acknowledged()).filter(p -> p.seq() > 0);
    }

    /** Whether the handler is applying an update now; that always runs to its end. */
    public boolean applying() {
        return execution.applying();
    }

    /** Whether the handler, or a person, is being asked about an offer. */
    public boolean asking() {
        return decisions.asking();
    }

    /** Whether an applied update waits for its confirmation. */
    public boolean confirming() {
        return execution.confirming();
    }

    /** There will be no more sessions; an update that waits for its confirmation is rolled back. */
    public void noMoreSessions(String why) {
        execution.noMoreSessions(why);
    }

    /** The client's phase, as in docs/states.md. */
    public String where() {
        return switch (progress.phase()) {
            case IDLE, DECIDING, DONE -> progress.phase().name().toLowerCase(Locale.ROOT);
            case ANSWERED -> offers.where();
            case EXECUTING -> execution.where();
        };
    }

    @Override
    public String toString() {
        return "Conversation[" + where() + "]";
    }

    /**
     * What the server last said that this client waits for, over lost connections too, until it goes on; from any
     * thread.
     */
    public Optional<Wait> waitsFor() {
        return waitsFor;
    }

    /** How the update ended, if it has, whether the server knows or not. */
    public Optional<Outcome> outcome() {
        return progress.is(Phase.DONE) && welcome != null
                ? reporter.end().map(end -> outcome(AttemptResult.reported(end)))
                : Optional.empty();
    }

    /** A new session has begun. */
    public void welcomed(Welcome message) {
        welcome = message;
        inSession = true;
        String task = message.task().id();
        if (!progress.isOf(task)) {
            execution.abandon();
            remember(host.memoryOf(task));
        }
        reporter.resume(message.resume());
        execution.connected(message);
        execution.pause(message.task().state() == TaskState.PAUSED);
        if (execution.hasToAskForConfirmation()) {
            askForConfirmation();
        } else if (!completeIfSaid()) {
            look.look(message);
        }
    }

    // At once, because an inventory takes time and nobody asks for it now. It is sent only if the server does not
    // confirm, since then the server says why, if it can.
    @SuppressWarnings("ReferenceEquality") // this very message, not an equal one
    private void askForConfirmation() {
        speak();
        Welcome asked = welcome();
        host.whenHeard(() -> {
            if (inSession && welcome == asked && execution.undecided() && !look.looking()) {
                look.look(asked);
            }
        });
    }

    /** Of the present session, or the last one. */
    private Welcome welcome() {
        if (welcome == null) {
            throw new IllegalStateException("no session has begun");
        }
        return welcome;
    }

    private void speak() {
        reporter.speak();
        execution.said();
    }

    public void disconnected() {
        inSession = false;
        look.disconnected();
        reporter.hush();
        execution.disconnected();
    }

    private void present(Inventory inventory) {
        host.send(inventory);
        speak();
        execution.goOnIfAllowed();
    }

    /** Handles one message of the server. */
    public void received(Message message) throws UnexpectedMessageException {
        if (ENDS_A_WAIT.contains(message.getClass())) {
            waitsFor = Optional.empty();
        }
        hear(message);
    }

    /** Handles bytes of a blob. */
    public void received(Incoming.Data data) throws UnexpectedMessageException {
        execution.data(data);
    }

    @Override
    public void offered(Offer made) {
        if (applying() || progress.is(Phase.DONE) || offers.answered(made)) {
            return;
        }
        abandon();
        offers.decideOn(made);
    }

    @Override
    public void asked(LookAt which) {
        look.lookAt(which.paths());
    }

    @Override
    public void agreed(Agreed agreed) throws UnexpectedMessageException {
        execution.agreed(agreed);
    }

    @Override
    public void proceed(Proceed proceed) {
        execution.proceed(proceed);
    }

    @Override
    public void confirmed(Confirmed confirmed) {
        execution.confirmed(confirmed);
    }

    @Override
    public void fetchFailed(FetchFailed failed) {
        execution.fetchFailed(failed);
    }

    @Override
    public void acknowledged(Ack ack) {
        reporter.acknowledge(ack);
        execution.acknowledged();
        completeIfSaid();
    }

    @Override
    public void pinged() {
        host.send(new Pong());
    }

    @Override
    public void waiting(Wait wait) throws UnexpectedMessageException {
        Optional<byte[]> reveal = wait.revealBytes();
        Optional<String> code = reveal.isPresent() ? Optional.of(host.approvalCode(reveal.get())) : Optional.empty();
        waitsFor = Optional.of(wait);
        listener.tell(l -> l.waiting(wait, code));
        if (execution.hold()) {
            wait.until().ifPresent(this::lookAgainAt);
        }
    }

    // The server has allowed it once and may not repeat it by itself. Clocks differ: not too often.
    private void lookAgainAt(Instant time) {
        Duration left = Duration.between(clock.instant(), time);
        Duration patience = left.compareTo(BETWEEN_LOOKS_AT_A_GATE) < 0 ? BETWEEN_LOOKS_AT_A_GATE : left;
        gate.ifPresent(Alarms.Alarm::cancel);
        gate = Optional.of(alarms.after(patience, () -> {
            if (inSession && execution.held() && !look.looking()) {
                look.look(welcome());
            }
        }));
    }

    @Override
    public void paused(Pause pause) {
        execution.pause(true);
        listener.tell(l -> l.paused(pause.reason()));
    }

    @Override
    public void resumed(Resume resume) {
        execution.pause(false);
        listener.tell(l -> l.resumed(resume.reason()));
        if (!look.looking() && !underWay()) {
            look.look(welcome());
        }
    }

    /** Whether the client can go on without asking the server. */
    private boolean underWay() {
        return switch (progress.phase()) {
            case IDLE -> false;
            case ANSWERED -> offers.deferred();
            case EXECUTING -> execution.underWay();
            case DECIDING, DONE -> true;
        };
    }

    /** The time of a deferral has come; without a session the next one brings the offer again. */
    private void comeBack() {
        if (inSession && progress.is(Phase.ANSWERED) && !offers.deferred()) {
            look.look(welcome());
        }
    }

    @Override
    public void nothingToDo(NothingToDo nothing) {
        endWithout(ClientState.NOTHING_TO_DO, Optional.empty(), nothing.reason());
    }

    @Override
    public void cancelled(Cancel cancel) {
        listener.tell(l -> l.cancelled(cancel.reason()));
        execution.cancel(cancel.reason());
        endWithout(ClientState.CANCELLED, Optional.of(Reason.CANCELLED), cancel.reason());
    }

    /** A server refuses an answer, or says that an update that ended is not offered again. */
    @Override
    public void refused(Refused refused) {
        boolean another = progress.current()
                .filter(underWay -> !underWay.offer().equals(refused.offer()))
                .isPresent();
        if (another || offers.refused(refused)) {
            return;
        }
        ClientState state = reporter.end()
                .filter(r -> r.offer().equals(refused.offer()))
                .map(Report::state)
                .orElse(ClientState.DECLINED);
        endWithout(state, Optional.of(refused.reason()), refused.detail());
    }

    /** The server ends the run, unless the handler is still to finish. */
    private void endWithout(ClientState state, Optional<Reason> reason, String detail) {
        if (applying() || progress.is(Phase.DONE)) {
            return;
        }
        Outcome outcome = outcome(AttemptResult.without(state, reason, detail));
        abandon();
        listener.tell(l -> l.state(state));
        host.finish(outcome);
    }

    private void abandon() {
        offers.abandon();
        execution.abandon();
        progress.forget();
    }

    private boolean completeIfSaid() {
        if (!progress.is(Phase.DONE) || !reporter.everythingIsAcknowledged()) {
            return false;
        }
        Outcome outcome = outcome(AttemptResult.reported(reporter.end().orElseThrow()));
        execution.abandon();
        progress.forget();
        host.finish(outcome);
        return true;
    }

    private void end(AttemptResult ending) {
        host.finish(outcome(ending));
    }

    private Outcome outcome(AttemptResult ending) {
        return ending.outcome(progress.current(), progress.steps(), welcome());
    }
}
