package parley.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import parley.client.UpdateException.Problem;
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
import parley.message.Progress;
import parley.message.Reason;
import parley.message.Refused;
import parley.message.Report;
import parley.message.Resume;
import parley.message.Wait;
import parley.message.Welcome;
import parley.protocol.CloseCode;
import parley.protocol.Incoming;
import parley.protocol.Wire;

/**
 * The client's side of the negotiation: what a message means where the client stands, and what follows. It outlives
 * connections, and by its durable memory processes too: a step is remembered before anything is done because of it, a
 * report is remembered before it is sent. It knows no socket, no thread and no folder; everything is called by the
 * client's one thread.
 */
final class Conversation implements Download.Watcher {

    /** What a conversation can do to the world. */
    interface Peer {
        /** Sends within the present session. */
        void send(Message message);

        /** The six digits for the approval; refuses a reveal that the server was not committed to. */
        String approvalCode(byte[] reveal) throws UnexpectedMessageException;

        /** The task that a welcome names. */
        TaskMemory memoryOf(String taskId) throws IOException;

        /** The end, everything is said. */
        void finish(Outcome outcome);

        /** The end, without an outcome. */
        void giveUp(UpdateException why);
    }

    private enum Phase {
        IDLE,
        DECIDING,
        ANSWERED,
        DOWNLOADING,
        STAGING,
        STAGED,
        APPLYING,
        DONE
    }

    private static final Duration BETWEEN_PROGRESS_REPORTS = Duration.ofSeconds(2);
    private static final int MOST_FETCHES = 4;

    private final UpdateHandler handler;
    private final Calls calls;
    private final Audience audience;
    private final Clock clock;
    private final Peer peer;
    private final AtomicBoolean cancelled = new AtomicBoolean();

    private Optional<Recovered> recovered = Optional.empty();
    private TaskMemory memory;
    private Phase phase = Phase.IDLE;
    private Offer deciding;
    private Download download;
    private Instant lastReport = Instant.MIN;

    private Welcome welcome;
    private FetchNumbers session;
    private boolean caughtUp;
    private boolean paused;

    Conversation(UpdateHandler handler, Calls calls, Audience audience, Clock clock, Peer peer) {
        this.handler = handler;
        this.calls = calls;
        this.audience = audience;
        this.clock = clock;
        this.peer = peer;
    }

    /** Takes up what an earlier run left. */
    void begin(Optional<TaskMemory> remembered, Optional<Recovered> result) {
        recovered = result;
        remembered.ifPresent(this::remember);
    }

    private void remember(TaskMemory task) {
        memory = task;
        OfferMemory offer = task.offer();
        Optional<Report> end = task.reports().last().filter(r -> r.state().terminal());
        if (end.isPresent() && !task.reports().isAcknowledged(end.get())) {
            phase = Phase.DONE;
        } else if (end.isPresent() && offer.is(end.get().offer())) {
            durably(offer::forget);
        } else if (offer.mayApply()
                && recovered.filter(r -> offer.is(r.offer())).isPresent()) {
            ended(recovered.get().result());
        } else if (offer.agreed().isPresent()) {
            phase = Phase.DOWNLOADING;
        } else if (offer.offer().isPresent()) {
            phase = Phase.ANSWERED;
        }
    }

    /** The last report that the server acknowledged, for {@code hello}. */
    Optional<Position> resume() {
        return Optional.ofNullable(memory).map(m -> m.reports().acknowledged()).filter(p -> p.seq() > 0);
    }

    /** Whether the handler is putting an update in force now; that is never left half done. */
    boolean applying() {
        return phase == Phase.APPLYING;
    }

    /** How the update ended, if it has, whether the server knows or not. */
    Optional<Outcome> outcome() {
        return phase == Phase.DONE && welcome != null ? memory.reports().last().map(this::outcomeOf) : Optional.empty();
    }

    /** A new session has begun. */
    void welcomed(Welcome message) {
        welcome = message;
        if (memory == null
                || !memory.name().equals(StateFolder.nameOf(message.task().id()))) {
            phase = Phase.IDLE;
            durably(() -> remember(peer.memoryOf(message.task().id())));
        }
        durably(() -> memory.reports().resume(message.resume()));
        session = new FetchNumbers();
        caughtUp = false;
        paused = false;
        if (!completeIfSaid()) {
            FetchNumbers asked = session;
            calls.call(handler::inventory, inventory -> present(inventory, asked), this::noInventory);
        }
    }

    void disconnected() {
        session = null;
        caughtUp = false;
        if (download != null) {
            download.disconnected();
        }
    }

    private void noInventory(UpdateFailedException e) {
        peer.giveUp(new UpdateException(
                Problem.HANDLER,
                "This machine cannot say what it has.",
                e.getMessage(),
                "Put that right and run the same command again.",
                e));
    }

    private void present(Inventory inventory, FetchNumbers asked) {
        if (asked != session) {
            return;
        }
        if (inventory.files().size() > welcome.limits().files() || Messages.encode(inventory).length > Wire.MAX_JSON) {
            noInventory(new UpdateFailedException(
                    Reason.UNSUPPORTED,
                    "There are " + inventory.files().size() + " files; the server takes lists of at most "
                            + welcome.limits().files() + " files and 4 MiB."));
            return;
        }
        peer.send(inventory);
        caughtUp = true;
        memory.reports().unacknowledged().forEach(peer::send);
        if (phase == Phase.DOWNLOADING && memory.offer().mayApply()) {
            startDownload();
        }
    }

    /** Takes one message of the server. */
    void received(Message message) throws UnexpectedMessageException {
        if (message instanceof Offer offer) {
            offered(offer);
        } else if (message instanceof Agreed agreed) {
            agreed(agreed);
        } else if (message instanceof Proceed proceed) {
            proceed(proceed);
        } else if (message instanceof Ack ack) {
            durably(() -> memory.reports().acknowledge(ack));
            completeIfSaid();
        } else if (message instanceof Wait wait) {
            waiting(wait);
        } else if (message instanceof NothingToDo nothing) {
            endWithout(ClientState.NOTHING_TO_DO, Optional.empty(), nothing.reason());
        } else if (message instanceof Refused refused) {
            refused(refused);
        } else if (message instanceof Cancel cancel) {
            cancelled(cancel);
        } else if (message instanceof FetchFailed failed) {
            fetchFailed(failed);
        } else if (message instanceof Pause pause) {
            pause(true);
            audience.tell(l -> l.paused(pause.reason()));
        } else if (message instanceof Resume resume) {
            pause(false);
            audience.tell(l -> l.resumed(resume.reason()));
        } else if (message instanceof Ping) {
            peer.send(new Pong());
        } else if (!(message instanceof Pong) && !(message instanceof Confirmed)) {
            throw new UnexpectedMessageException(
                    CloseCode.WRONG_STATE, "a server does not send " + Messages.type(message) + " here");
        }
    }

    /** Takes bytes of a blob. */
    void received(Incoming.Data data) throws UnexpectedMessageException {
        if (!session.used(data.fetch())) {
            throw new UnexpectedMessageException(CloseCode.WRONG_STATE, "data that was not asked for");
        }
        if (download != null) {
            download.data(data);
        }
    }

    private void offered(Offer offer) {
        if (phase == Phase.APPLYING || phase == Phase.DONE) {
            return;
        }
        if (memory.offer().is(offer.offer())) {
            memory.offer().accepted().ifPresent(peer::send);
            return;
        }
        if (phase == Phase.DECIDING && deciding.equals(offer)) {
            return;
        }
        abandon();
        phase = Phase.DECIDING;
        deciding = offer;
        audience.tell(l -> l.offered(offer));
        if (offer.terms().confirm().isPresent()) {
            decline(offer, Answer.decline(offer.offer(), Reason.UNSUPPORTED, "confirmed commit is not supported here"));
            return;
        }
        calls.call(
                () -> handler.decide(offer),
                answer -> decided(offer, answer),
                e -> decided(offer, Answer.decline(offer.offer(), e.reason(), e.getMessage())));
    }

    private void decided(Offer offer, Answer answer) {
        if (phase != Phase.DECIDING || deciding != offer) {
            return;
        }
        if (!answer.offer().equals(offer.offer())) {
            decline(offer, Answer.decline(offer.offer(), Reason.INTERNAL, "the handler answered another offer"));
        } else if (answer.decision() == Decision.DECLINE) {
            decline(offer, answer);
        } else if (answer.decision() != Decision.ACCEPT) {
            String detail = "this version does not " + answer.decision().word();
            decline(offer, Answer.decline(offer.offer(), Reason.UNSUPPORTED, detail));
        } else {
            durably(() -> memory.offer().accept(offer, answer));
            phase = Phase.ANSWERED;
            audience.tell(l -> l.answered(offer, answer));
            say(answer);
        }
    }

    // The answer alone is never acknowledged; the report of the same state is.
    private void decline(Offer offer, Answer answer) {
        audience.tell(l -> l.answered(offer, answer));
        say(answer);
        phase = Phase.DONE;
        report(
                offer,
                ClientState.DECLINED,
                Optional.empty(),
                answer.reason().or(() -> Optional.of(Reason.POLICY)),
                answer.detail(),
                Optional.empty());
    }

    private void agreed(Agreed agreed) throws UnexpectedMessageException {
        if (!memory.offer().is(agreed.offer())) {
            return;
        }
        if (phase == Phase.ANSWERED) {
            Offer offer = memory.offer().offer().orElseThrow();
            if (!offer.changes().containsAll(agreed.changes())) {
                throw new UnexpectedMessageException(CloseCode.WRONG_STATE, "agreed to what was not offered");
            }
            durably(() -> memory.offer().agree(agreed));
            phase = Phase.DOWNLOADING;
            reportProgress(0, prepareDownload().total());
        }
        if (phase == Phase.DOWNLOADING) {
            startDownload();
        }
    }

    private Download prepareDownload() {
        if (download == null) {
            Offer offer = memory.offer().offer().orElseThrow();
            download = new Download(offer, memory.offer().agreed().orElseThrow(), handler, calls, peer::send, this);
            download.pause(paused);
        }
        return download;
    }

    private void startDownload() {
        int atOnce = (int) Math.min(MOST_FETCHES, welcome.limits().fetches());
        prepareDownload().connected(session, atOnce);
    }

    private void fetchFailed(FetchFailed failed) {
        if (download != null) {
            download.refused(failed.fetch(), failed.reason());
        }
    }

    @Override
    public void progress(long done, long total) {
        audience.tell(l -> l.progress(done, total));
        if (caughtUp && !clock.instant().isBefore(lastReport.plus(BETWEEN_PROGRESS_REPORTS))) {
            reportProgress(done, total);
        }
    }

    private void reportProgress(long done, long total) {
        report(
                memory.offer().offer().orElseThrow(),
                ClientState.DOWNLOADING,
                Optional.of(new Progress(done, total)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    @Override
    public void complete() {
        phase = Phase.STAGING;
        Offer offer = memory.offer().offer().orElseThrow();
        Agreed agreed = memory.offer().agreed().orElseThrow();
        calls.call(
                () -> {
                    handler.staged(offer, agreed);
                    return offer;
                },
                this::staged,
                e -> notStaged(offer, e));
    }

    private void staged(Offer offer) {
        if (phase != Phase.STAGING || !memory.offer().is(offer.offer())) {
            return;
        }
        phase = Phase.STAGED;
        if (memory.offer().mayApply()) {
            apply();
        } else {
            report(offer, ClientState.STAGED);
        }
    }

    private void notStaged(Offer offer, UpdateFailedException e) {
        if (phase == Phase.STAGING && memory.offer().is(offer.offer())) {
            failed(e);
        }
    }

    /** Downloading or staging failed; nothing has been changed. */
    @Override
    public void failed(UpdateFailedException e) {
        Offer offer = memory.offer().offer().orElseThrow();
        letHandlerAbandon(offer);
        ended(Applied.failed(e.reason(), e.getMessage(), e.output()));
    }

    private void proceed(Proceed proceed) {
        if (!memory.offer().is(proceed.offer())
                || (phase != Phase.DOWNLOADING && phase != Phase.STAGING && phase != Phase.STAGED)) {
            return;
        }
        durably(() -> memory.offer().proceed(proceed));
        if (phase == Phase.STAGED) {
            apply();
        } else if (phase == Phase.DOWNLOADING) {
            startDownload();
        }
    }

    private void apply() {
        phase = Phase.APPLYING;
        Offer offer = memory.offer().offer().orElseThrow();
        Agreed agreed = memory.offer().agreed().orElseThrow();
        report(offer, ClientState.APPLYING);
        Applying ear = new Ear(offer);
        calls.call(
                () -> handler.apply(offer, agreed, ear),
                this::ended,
                e -> ended(Applied.failed(e.reason(), e.getMessage(), e.output())));
    }

    private void ended(Applied result) {
        phase = Phase.DONE;
        report(
                memory.offer().offer().orElseThrow(),
                result.state(),
                Optional.empty(),
                result.reason(),
                Optional.of(result.detail()).filter(d -> !d.isEmpty()),
                Optional.of(result.output()).filter(o -> !o.isEmpty()));
    }

    private void report(Offer offer, ClientState state) {
        report(offer, state, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private void report(
            Offer offer,
            ClientState state,
            Optional<Progress> progress,
            Optional<Reason> reason,
            Optional<String> detail,
            Optional<String> output) {
        lastReport = clock.instant();
        durably(() -> say(memory.reports()
                .add(seq -> new Report(offer.offer(), offer.attempt(), seq, state, progress, reason, detail, output))));
        audience.tell(l -> l.state(state));
    }

    // What is not said now is said again after the next inventory, or asked for again by the server.
    private void say(Message message) {
        if (caughtUp) {
            peer.send(message);
        }
    }

    private void waiting(Wait wait) throws UnexpectedMessageException {
        Optional<byte[]> reveal = wait.revealBytes();
        Optional<String> code = reveal.isPresent() ? Optional.of(peer.approvalCode(reveal.get())) : Optional.empty();
        audience.tell(l -> l.waiting(wait, code));
    }

    private void pause(boolean pause) {
        paused = pause;
        if (download != null) {
            download.pause(pause);
        }
    }

    private void cancelled(Cancel cancel) {
        audience.tell(l -> l.cancelled(cancel.reason()));
        cancelled.set(true);
        endWithout(ClientState.CANCELLED, Optional.of(Reason.CANCELLED), cancel.reason());
    }

    // A server refuses an answer, or says that an update that ended is not offered again.
    private void refused(Refused refused) {
        Optional<Report> end = memory.reports().last().filter(r -> r.state().terminal());
        ClientState state = end.filter(r -> r.offer().equals(refused.offer()))
                .map(Report::state)
                .orElse(ClientState.DECLINED);
        endWithout(state, Optional.of(refused.reason()), refused.detail());
    }

    /** The server's word ends the run, unless the handler's word is the last one here. */
    private void endWithout(ClientState state, Optional<Reason> reason, String detail) {
        if (phase == Phase.APPLYING || phase == Phase.DONE) {
            return;
        }
        Outcome outcome = outcome(state, reason, detail, "");
        abandon();
        audience.tell(l -> l.state(state));
        peer.finish(outcome);
    }

    private void abandon() {
        Optional<Offer> offer = memory.offer().offer();
        if (download != null) {
            download.abandon();
            download = null;
        }
        offer.ifPresent(this::letHandlerAbandon);
        durably(memory.offer()::forget);
        phase = Phase.IDLE;
    }

    private void letHandlerAbandon(Offer offer) {
        calls.call(
                () -> {
                    handler.abandoned(offer);
                    return offer;
                },
                gone -> {},
                e -> {});
    }

    private boolean completeIfSaid() {
        if (phase != Phase.DONE || !memory.reports().unacknowledged().isEmpty()) {
            return false;
        }
        Outcome outcome = outcomeOf(memory.reports().last().orElseThrow());
        durably(memory.offer()::forget);
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
                memory.offer().offer().or(() -> Optional.ofNullable(deciding)).map(Offer::bundle),
                agreed.map(a -> a.changes().size()).orElse(0),
                agreed.map(Agreed::bytes).orElse(0L),
                welcome.clientId(),
                welcome.task());
    }

    private interface DurableStep {
        void run() throws IOException;
    }

    private static void durably(DurableStep step) {
        try {
            step.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class Ear implements Applying {

        private final Offer offer;

        Ear(Offer offer) {
            this.offer = offer;
        }

        @Override
        public void checking() {
            calls.tell(() -> {
                if (phase == Phase.APPLYING) {
                    report(offer, ClientState.CHECKING);
                }
            });
        }

        @Override
        public boolean cancelled() {
            return cancelled.get();
        }
    }
}
