package parley.client;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import parley.client.internal.failure.UnexpectedMessageException;
import parley.client.internal.negotiation.Conversation;
import parley.client.internal.negotiation.GuardedListener;
import parley.client.internal.negotiation.NegotiationHost;
import parley.client.internal.store.MessageFile;
import parley.client.internal.store.OfferMemory;
import parley.client.internal.store.ReportQueue;
import parley.client.internal.store.StateFolder;
import parley.client.internal.store.TaskMemory;
import parley.client.testing.internal.FakeTask;
import parley.client.testing.internal.SettableClock;
import parley.message.Agreed;
import parley.message.Answer;
import parley.message.ClientState;
import parley.message.Fetch;
import parley.message.Inventory;
import parley.message.Limits;
import parley.message.Message;
import parley.message.Offer;
import parley.message.Pause;
import parley.message.Position;
import parley.message.Proceed;
import parley.message.Reason;
import parley.message.Report;
import parley.message.TaskInfo;
import parley.message.TaskState;
import parley.message.Terms;
import parley.message.Welcome;
import parley.message.bundle.BundleRef;
import parley.message.bundle.Change;
import parley.message.bundle.FileEntry;
import parley.message.bundle.Mode;
import parley.protocol.Incoming;

/** A conversation by itself: no socket, no thread; calls of the handler are made when the test says so. */
final class ConversationBench implements NegotiationHost {

    private static final byte[] CONTENT = {1, 2, 3};
    private static final Change CHANGE =
            Change.add("a.conf", new FileEntry(FakeTask.digest(CONTENT), CONTENT.length, new Mode(0644)));
    private static final Limits LIMITS = new Limits(4, 100, 1 << 20);

    final Deque<Runnable> waiting = new ArrayDeque<>();
    final List<Message> said = new ArrayList<>();
    final List<ClientState> ends = new ArrayList<>();
    final SettableClock clock = new SettableClock();
    final MemoryHandler handler;
    final Conversation conversation;
    private final TaskMemory memory;
    private Answer answer = Answer.accept("o-1");

    ConversationBench(Path folder) throws IOException {
        memory = new TaskMemory(
                StateFolder.nameOf("task-1"),
                new OfferMemory(new MessageFile(folder.resolve("offer"))),
                new ReportQueue(new MessageFile(folder.resolve("reports"))));
        handler = new MemoryHandler() {
            @Override
            public Inventory inventory() throws UpdateFailedException {
                Inventory all = super.inventory();
                return new Inventory(all.bundle(), all.sequence(), all.files(), all.modified(), all.policy(), true);
            }

            @Override
            public boolean confirms() {
                return true;
            }

            @Override
            public Answer decide(Offer offer) throws UpdateFailedException {
                super.decide(offer);
                return answer;
            }

            @Override
            public Applied commit(String offer) {
                calls.add("commit");
                return result;
            }

            @Override
            public Applied rollBack(String offer, Reason reason, String detail) {
                calls.add("rollBack");
                return Applied.rolledBack(reason, detail, "");
            }
        };
        conversation = new Conversation(
                handler,
                new QueuedCalls(waiting::add),
                (delay, work) -> () -> {},
                new GuardedListener(new UpdateListener() {}),
                clock,
                this);
    }

    static Offer offer(String id) {
        Terms terms = Terms.plain();
        return new Offer(id, 1, bundle(), List.of(CHANGE), terms, "");
    }

    private static BundleRef bundle() {
        return new BundleRef("proxy", "1", 1, FakeTask.digest(new byte[0]));
    }

    static Agreed agreed() {
        return new Agreed("o-1", List.of(CHANGE), CONTENT.length);
    }

    Welcome welcome() {
        TaskInfo task = new TaskInfo("task-1", "Proxy", TaskState.OPEN, Instant.EPOCH);
        return new Welcome("00", "client", task, Instant.EPOCH, memory.reports().acknowledged(), LIMITS);
    }

    /** Brings the client to this phase of docs/states.md. */
    void bringTo(String phase) throws UnexpectedMessageException {
        conversation.begin(Optional.of(memory), Optional.empty());
        conversation.welcomed(welcome());
        callAll();
        switch (phase) {
            case "countered" -> answer = Answer.counter("o-1", List.of("a.conf"), Reason.CONFLICT, "mine");
            case "deferred" -> answer = Answer.defer("o-1", clock.instant().plus(Duration.ofHours(1)), "later");
            default -> answer = Answer.accept("o-1");
        }
        List<Step> steps = List.of(
                () -> conversation.received(offer("o-1")),
                this::callAll,
                () -> conversation.received(agreed()),
                this::download,
                this::callAll,
                () -> conversation.received(new Proceed("o-1")),
                this::apply);
        int count =
                switch (phase) {
                    case "idle" -> 0;
                    case "deciding" -> 1;
                    case "accepted", "countered", "deferred" -> 2;
                    case "downloading" -> 3;
                    case "staging" -> 4;
                    case "staged", "held" -> 5;
                    case "applying" -> 6;
                    case "confirming", "done" -> 7;
                    default -> throw new IllegalArgumentException(phase);
                };
        handler.result = phase.equals("confirming")
                ? Applied.confirming(Duration.ofMinutes(10), "applied", "")
                : Applied.succeeded("all is well", "");
        for (int i = 0; i < count; i++) {
            if (i == 3) {
                callAll();
            }
            steps.get(i).take();
        }
        if (phase.equals("downloading")) {
            callAll();
        }
        if (phase.equals("held")) {
            conversation.received(new Pause("lunch"));
            conversation.received(new Proceed("o-1"));
        }
    }

    private void download() throws UnexpectedMessageException {
        Fetch fetch = lastSaid(Fetch.class);
        conversation.received(new Incoming.Data(fetch.fetch(), 0, CONTENT));
        waiting.remove().run();
        waiting.remove().run();
    }

    private void apply() {
        callAll();
        if (conversation.confirming()) {
            conversation.disconnected();
            conversation.welcomed(welcome());
            callAll();
        }
    }

    <M extends Message> M lastSaid(Class<M> type) {
        return said.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .reduce((a, b) -> b)
                .orElseThrow();
    }

    long lastReport() {
        return memory.reports().last().map(Report::seq).orElse(1L);
    }

    void callAll() {
        while (!waiting.isEmpty()) {
            waiting.remove().run();
        }
    }

    private interface Step {
        void take() throws UnexpectedMessageException;
    }

    @Override
    public void send(Message message) {
        said.add(message);
    }

    @Override
    public String approvalCode(byte[] reveal) {
        return "000 000";
    }

    @Override
    public String serverFingerprint() {
        return "server";
    }

    @Override
    public TaskMemory memoryOf(String taskId) {
        return memory;
    }

    @Override
    public void whenHeard(Runnable work) {}

    @Override
    public Optional<String> whyNotConnected() {
        return Optional.empty();
    }

    @Override
    public void reconnect(String why) {}

    @Override
    public void settled() {}

    @Override
    public void finish(Outcome outcome) {
        ends.add(outcome.state());
    }

    @Override
    public void giveUp(UpdateException why) {
        throw new IllegalStateException(why);
    }

    /** Where an ack would be. */
    Position position() {
        return new Position(1, lastReport());
    }
}
