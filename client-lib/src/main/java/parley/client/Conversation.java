package parley.client;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import parley.message.Ack;
import parley.message.Agreed;
import parley.message.Answer;
import parley.message.Cancel;
import parley.message.ClientState;
import parley.message.Confirmed;
import parley.message.Decision;
import parley.message.FetchFailed;
import parley.message.Inventory;
import parley.message.Message;
import parley.message.Messages;
import parley.message.NothingToDo;
import parley.message.Offer;
import parley.message.Pause;
import parley.message.Ping;
import parley.message.Pong;
import parley.message.Position;
import parley.message.Proceed;
import parley.message.Reason;
import parley.message.Refused;
import parley.message.Report;
import parley.message.Resume;
import parley.message.TaskInfo;
import parley.message.TaskState;
import parley.message.Wait;
import parley.message.Welcome;
import parley.protocol.CloseCode;
import parley.protocol.Incoming;
import parley.protocol.Wire;

/**
 * The client's side of the negotiation: what a message means where the client stands, and what follows. It outlives
 * connections, and by its durable memory processes too: a step is remembered before anything is done because of it. It
 * knows no socket, no thread and no folder; everything is called in the client's mailbox.
 */
final class Conversation implements Execution.Watcher {

    private enum Phase {
        IDLE,
        DECIDING,
        ANSWERED,
        EXECUTING,
        /** The report of the end is written; the server's acknowledgement is awaited. */
        DONE
    }

    private static final int MOST_FETCHES = 4;
    private static final Set<Class<? extends Message>> ENDS_A_WAIT = Set.of(
            Offer.class, Agreed.class, Proceed.class, NothingToDo.class, Refused.class, Cancel.class, Confirmed.class);

    private final UpdateHandler handler;
    private final Calls calls;
    private final Alarms alarms;
    private final Audience audience;
    private final Clock clock;
    private final Peer peer;
    private final Reporter reporter;
    private final Decisions decisions;

    private Optional<Recovered> recovered = Optional.empty();
    private TaskMemory memory;
    private Phase phase = Phase.IDLE;
    private Offer offer;
    private Execution execution;

    private Welcome welcome;
    private FetchNumbers session;
    private boolean paused;
    private boolean looking;
    private Answer toldDeferral;
    private Optional<Alarms.Alarm> comingBack = Optional.empty();
    private volatile Optional<Wait> waitsFor = Optional.empty();

    Conversation(UpdateHandler handler, Calls calls, Alarms alarms, Audience audience, Clock clock, Peer peer) {
        this.handler = handler;
        this.calls = calls;
        this.alarms = alarms;
        this.audience = audience;
        this.clock = clock;
        this.peer = peer;
        this.decisions = new Decisions(handler, calls, clock);
        this.reporter = new Reporter(audience, clock, peer::send);
    }

    /** Takes up what an earlier run left. */
    void begin(Optional<TaskMemory> remembered, Optional<Recovered> result) {
        recovered = result;
        remembered.ifPresent(this::remember);
        if (!confirming()) {
            recovered.filter(r -> r.result().state() == ClientState.CONFIRMING).ifPresent(this::rollBackUnknown);
        }
    }

    // Another task, or a lost state folder: nobody will have it confirmed.
    private void rollBackUnknown(Recovered open) {
        String why = "the update was left unconfirmed, and this client does not know it any more";
        calls.call(
                () -> handler.rollBack(open.offer(), Reason.CONFIRM_TIMEOUT, why),
                result -> recovered = Optional.of(new Recovered(open.offer(), result)),
                e -> peer.giveUp(Refusals.notRecovered(e)));
    }

    private void remember(TaskMemory task) {
        memory = task;
        execution = null;
        reporter.keepIn(task.reports());
        OfferMemory steps = task.offer();
        offer = steps.offer().orElse(null);
        Optional<Report> end = reporter.end();
        if (end.isPresent() && !task.reports().isAcknowledged(end.get())) {
            phase = Phase.DONE;
        } else if (end.isPresent() && steps.is(end.get().offer())) {
            forget();
        } else if (steps.mayApply()
                && recovered.filter(r -> steps.is(r.offer())).isPresent()) {
            takeUp(recovered.get().result());
        } else if (steps.agreed().isPresent()) {
            prepare(steps.agreed().get());
        } else {
            phase = offer == null ? Phase.IDLE : Phase.ANSWERED;
        }
    }

    private void takeUp(Applied result) {
        if (result.state() == ClientState.CONFIRMING) {
            phase = Phase.EXECUTING;
            execution = execution(memory.offer().agreed().orElseThrow());
            execution.awaitConfirmation(result.confirmWithin().orElseThrow());
        } else {
            applied(result);
        }
    }

    /** The last report that the server acknowledged, for {@code hello}. */
    Optional<Position> resume() {
        return Optional.of(reporter.acknowledged()).filter(p -> p.seq() > 0);
    }

    /** Whether the handler is putting an update in force now; that is never left half done. */
    boolean applying() {
        return execution != null && execution.applying();
    }

    /** Whether the handler, or a person, is being asked about an offer. */
    boolean asking() {
        return decisions.asking();
    }

    /** Whether an applied update waits for its confirmation. */
    boolean confirming() {
        return execution != null && execution.confirming();
    }

    /** There will be no session any more; what waits for its confirmation is rolled back. */
    void noMoreSessions(String why) {
        if (execution != null) {
            execution.rollBackUnconfirmed(Reason.CONFIRM_TIMEOUT, "there is no way to a confirmation: " + why);
        }
    }

    /** What the server last said that this client waits for, over lost connections too, until it goes on; from any thread. */
    Optional<Wait> waitsFor() {
        return waitsFor;
    }

    /** How the update ended, if it has, whether the server knows or not. */
    Optional<Outcome> outcome() {
        return phase == Phase.DONE && welcome != null ? reporter.end().map(this::outcomeOf) : Optional.empty();
    }

    /** A new session has begun. */
    void welcomed(Welcome message) {
        welcome = message;
        String task = message.task().id();
        if (memory == null || !memory.name().equals(StateFolder.nameOf(task))) {
            remember(peer.memoryOf(task));
        }
        reporter.resume(message.resume());
        session = new FetchNumbers();
        pause(message.task().state() == TaskState.PAUSED);
        if (!completeIfSaid()) {
            look();
        }
    }

    private void look() {
        FetchNumbers asked = session;
        looking = true;
        TaskInfo task = welcome.task();
        calls.call(() -> inventory(task), inventory -> present(inventory, asked), this::noInventory);
    }

    private Inventory inventory(TaskInfo task) throws UpdateFailedException {
        handler.joined(peer.serverFingerprint(), task);
        return handler.inventory();
    }

    void disconnected() {
        session = null;
        looking = false;
        reporter.hush();
        if (execution != null) {
            execution.disconnected();
        }
    }

    private void noInventory(UpdateFailedException e) {
        peer.giveUp(Refusals.noInventory(e));
    }

    private void present(Inventory inventory, FetchNumbers asked) {
        if (asked != session) {
            return;
        }
        looking = false;
        long most = welcome.limits().files();
        if (inventory.files().size() > most || Messages.encode(inventory).length > Wire.MAX_JSON) {
            noInventory(new UpdateFailedException(
                    Reason.UNSUPPORTED,
                    "There are " + inventory.files().size() + " files; the server takes lists of at most " + most
                            + " files and 4 MiB."));
            return;
        }
        peer.send(inventory);
        reporter.speak();
        if (phase == Phase.EXECUTING && memory.offer().mayApply()) {
            peer.whenHeard(this::goOn);
        }
    }

    // It was allowed in an earlier session; by now the server has said if that has changed.
    private void goOn() {
        if (phase == Phase.EXECUTING && memory.offer().mayApply()) {
            execute();
        }
    }

    /** Takes one message of the server. */
    void received(Message message) throws UnexpectedMessageException {
        if (ENDS_A_WAIT.contains(message.getClass())) {
            waitsFor = Optional.empty();
        }
        if (message instanceof Offer made) {
            offered(made);
        } else if (message instanceof Agreed agreed) {
            agreed(agreed);
        } else if (message instanceof Proceed proceed) {
            proceed(proceed);
        } else if (message instanceof Ack ack) {
            reporter.acknowledge(ack);
            completeIfSaid();
        } else if (message instanceof Wait wait) {
            waiting(wait);
        } else if (message instanceof NothingToDo nothing) {
            endWithout(ClientState.NOTHING_TO_DO, Optional.empty(), nothing.reason());
        } else if (message instanceof Refused refused) {
            refused(refused);
        } else if (message instanceof Cancel cancel) {
            cancelled(cancel);
        } else if (message instanceof Confirmed confirmed) {
            confirmed(confirmed);
        } else if (message instanceof FetchFailed failed) {
            Optional.ofNullable(execution).ifPresent(e -> e.refused(failed));
        } else if (message instanceof Pause pause) {
            pause(true);
            audience.tell(l -> l.paused(pause.reason()));
        } else if (message instanceof Resume resume) {
            resumed(resume);
        } else if (message instanceof Ping) {
            peer.send(new Pong());
        } else if (!(message instanceof Pong)) {
            throw new UnexpectedMessageException(
                    CloseCode.WRONG_STATE, "a server does not send " + Messages.type(message) + " here");
        }
    }

    /** Takes bytes of a blob. */
    void received(Incoming.Data data) throws UnexpectedMessageException {
        if (!session.used(data.fetch())) {
            throw new UnexpectedMessageException(CloseCode.WRONG_STATE, "data that was not asked for");
        }
        if (execution != null) {
            execution.data(data);
        }
    }

    private void offered(Offer made) {
        if (applying() || phase == Phase.DONE || (phase == Phase.DECIDING && offer.equals(made))) {
            return;
        }
        if (memory.offer().is(made.offer()) && !deferralIsOver()) {
            memory.offer().answer().ifPresent(this::say);
            return;
        }
        abandon();
        phase = Phase.DECIDING;
        offer = made;
        audience.tell(l -> l.offered(made));
        decisions.ask(made, answer -> decided(made, answer));
    }

    private void decided(Offer made, Answer answer) {
        if (phase != Phase.DECIDING || offer != made) {
            return;
        }
        if (answer.decision() == Decision.DECLINE) {
            decline(answer);
            return;
        }
        memory.offer().answer(made, answer);
        phase = Phase.ANSWERED;
        audience.tell(l -> l.answered(made, answer));
        say(answer);
    }

    // Nothing acknowledges a deferral: if the server has taken it and not refused, it stands.
    private void say(Answer answer) {
        reporter.say(answer);
        if (answer.decision() == Decision.DEFER && reporter.speaking()) {
            peer.whenHeard(() -> deferred(answer));
        }
    }

    private void deferred(Answer answer) {
        if (phase != Phase.ANSWERED
                || !memory.offer().answer().equals(Optional.of(answer))
                || answer.equals(toldDeferral)) {
            return;
        }
        toldDeferral = answer;
        Outcome outcome =
                outcome(ClientState.DEFERRED, answer.reason(), answer.detail().orElse(""), "");
        comingBack = Optional.of(
                alarms.after(Duration.between(clock.instant(), answer.until().orElseThrow()), this::comeBack));
        audience.tell(l -> l.state(ClientState.DEFERRED));
        peer.finish(outcome);
    }

    private boolean deferralIsOver() {
        return memory.offer()
                .deferredUntil()
                .filter(until -> !clock.instant().isBefore(until))
                .isPresent();
    }

    /** The time of a deferral has come; without a session the next one brings the offer again. */
    private void comeBack() {
        if (session != null && phase == Phase.ANSWERED && deferralIsOver()) {
            look();
        }
    }

    private void decline(Answer answer) {
        Offer declined = offer;
        audience.tell(l -> l.answered(declined, answer));
        reporter.say(answer);
        phase = Phase.DONE;
        reporter.declined(declined, answer);
    }

    private void agreed(Agreed agreed) throws UnexpectedMessageException {
        if (!memory.offer().is(agreed.offer())) {
            return;
        }
        if (phase == Phase.ANSWERED) {
            if (!memory.offer().said(Decision.ACCEPT) || !offer.changes().containsAll(agreed.changes())) {
                throw new UnexpectedMessageException(CloseCode.WRONG_STATE, "agreed to what was not offered");
            }
            memory.offer().agree(agreed);
            prepare(agreed);
            reporter.downloading(offer, 0, execution.total());
        }
        if (phase == Phase.EXECUTING) {
            execute();
        }
    }

    private void prepare(Agreed agreed) {
        phase = Phase.EXECUTING;
        execution = execution(agreed);
        execution.pause(paused);
        if (memory.offer().mayApply()) {
            execution.proceed();
        }
    }

    private Execution execution(Agreed agreed) {
        return new Execution(offer, agreed, handler, calls, alarms, peer::send, this);
    }

    private void execute() {
        execution.connected(
                session, (int) Math.min(MOST_FETCHES, welcome.limits().fetches()));
    }

    private void proceed(Proceed proceed) {
        if (phase == Phase.EXECUTING && !applying() && memory.offer().is(proceed.offer())) {
            memory.offer().proceed(proceed);
            execution.proceed();
            execute();
        }
    }

    @Override
    public void progress(long done, long total) {
        reporter.progress(offer, done, total);
    }

    @Override
    public void staged() {
        if (!reporter.lastIs(offer, ClientState.STAGED)) {
            reporter.state(offer, ClientState.STAGED);
        }
    }

    @Override
    public void applyingNow() {
        reporter.state(offer, ClientState.APPLYING);
    }

    @Override
    public void checking() {
        reporter.state(offer, ClientState.CHECKING);
    }

    // Only a connection made with what is in force now proves that the machine can still be reached.
    @Override
    public void unconfirmed() {
        reporter.hush();
        if (!reporter.lastIs(offer, ClientState.CONFIRMING)) {
            reporter.state(offer, ClientState.CONFIRMING);
        }
        peer.reconnect("a new connection has to confirm the update");
    }

    private void confirmed(Confirmed confirmed) {
        if (confirming() && reporter.speaking() && memory.offer().is(confirmed.offer())) {
            execution.confirmed();
        }
    }

    @Override
    public void failed(UpdateFailedException e) {
        decisions.abandoned(offer);
        applied(Applied.failed(e.reason(), e.getMessage(), e.output()));
    }

    @Override
    public void applied(Applied result) {
        phase = Phase.DONE;
        reporter.applied(offer, result);
        peer.settled();
    }

    private void waiting(Wait wait) throws UnexpectedMessageException {
        Optional<byte[]> reveal = wait.revealBytes();
        Optional<String> code = reveal.isPresent() ? Optional.of(peer.approvalCode(reveal.get())) : Optional.empty();
        waitsFor = Optional.of(wait);
        audience.tell(l -> l.waiting(wait, code));
    }

    private void resumed(Resume resume) {
        pause(false);
        audience.tell(l -> l.resumed(resume.reason()));
        if (!looking && !underWay()) {
            look();
        }
    }

    /** Whether the server need not be asked how it goes on from here. */
    private boolean underWay() {
        return switch (phase) {
            case IDLE -> false;
            case ANSWERED -> memory.offer().said(Decision.DEFER) && !deferralIsOver();
            case EXECUTING -> execution.begun() || reporter.lastIs(offer, ClientState.STAGED);
            case DECIDING, DONE -> true;
        };
    }

    private void pause(boolean pause) {
        paused = pause;
        if (execution != null) {
            execution.pause(pause);
        }
    }

    private void cancelled(Cancel cancel) {
        audience.tell(l -> l.cancelled(cancel.reason()));
        if (applying()) {
            execution.cancel(cancel.reason());
        }
        endWithout(ClientState.CANCELLED, Optional.of(Reason.CANCELLED), cancel.reason());
    }

    // A server refuses an answer, or says that an update that ended is not offered again.
    private void refused(Refused refused) {
        boolean counter = memory.offer().said(Decision.COUNTER);
        if (phase == Phase.ANSWERED
                && memory.offer().is(refused.offer())
                && (counter || memory.offer().said(Decision.DEFER))) {
            Optional<Reason> mine = memory.offer().answer().flatMap(Answer::reason);
            Reason reason = mine.filter(r -> counter).orElse(refused.reason());
            decline(Answer.decline(refused.offer(), reason, refused.detail()));
            return;
        }
        ClientState state = reporter.end()
                .filter(r -> r.offer().equals(refused.offer()))
                .map(Report::state)
                .orElse(ClientState.DECLINED);
        endWithout(state, Optional.of(refused.reason()), refused.detail());
    }

    /** The server's word ends the run, unless the handler's word is the last one here. */
    private void endWithout(ClientState state, Optional<Reason> reason, String detail) {
        if (applying() || phase == Phase.DONE) {
            return;
        }
        Outcome outcome = outcome(state, reason, detail, "");
        abandon();
        audience.tell(l -> l.state(state));
        peer.finish(outcome);
    }

    private void abandon() {
        if (execution != null) {
            execution.abandon();
        }
        memory.offer().offer().ifPresent(decisions::abandoned);
        forget();
    }

    private void forget() {
        comingBack.ifPresent(Alarms.Alarm::cancel);
        memory.offer().forget();
        offer = null;
        execution = null;
        phase = Phase.IDLE;
    }

    private boolean completeIfSaid() {
        if (phase != Phase.DONE || !reporter.everythingIsAcknowledged()) {
            return false;
        }
        Outcome outcome = outcomeOf(reporter.end().orElseThrow());
        forget();
        peer.finish(outcome);
        return true;
    }

    private Outcome outcomeOf(Report end) {
        return outcome(
                end.state(), end.reason(), end.detail().orElse(""), end.output().orElse(""));
    }

    private Outcome outcome(ClientState state, Optional<Reason> reason, String detail, String output) {
        Optional<Agreed> agreed = memory.offer().agreed();
        return new Outcome(
                state,
                reason,
                detail,
                output,
                Optional.ofNullable(offer).map(Offer::bundle),
                agreed.map(a -> a.changes().size()).orElse(0),
                agreed.map(Agreed::bytes).orElse(0L),
                state == ClientState.DEFERRED ? memory.offer().deferredUntil() : Optional.empty(),
                welcome.clientId(),
                welcome.task());
    }
}
