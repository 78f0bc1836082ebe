package parley.client;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import parley.client.internal.failure.UnexpectedMessageException;
import parley.client.internal.negotiation.Conversation;
import parley.client.internal.negotiation.GuardedListener;
import parley.client.internal.negotiation.NegotiationHost;
import parley.client.internal.store.DurableMessages;
import parley.client.internal.store.OfferMemory;
import parley.client.internal.store.ReportQueue;
import parley.client.internal.store.StateFolder;
import parley.client.internal.store.TaskMemory;
import parley.client.testing.internal.SettableClock;
import parley.message.Agreed;
import parley.message.Answer;
import parley.message.ClientState;
import parley.message.Fetch;
import parley.message.Inventory;
import parley.message.Message;
import parley.message.Offer;
import parley.message.Reason;
import parley.message.Report;
import parley.message.bundle.FileEntry;
import parley.protocol.Incoming;

/**
 * A client with an application's handler and a server, in one thread, whose process ends before or after any of its
 * durable steps: a write of its memory, or what the handler does to the machine.
 */
final class CrashingClient {

    /** The process ends here. */
    static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** At which of the durable steps, counted over all runs, the process ends. */
    private final List<Integer> crashes;

    private final Optional<Duration> confirm;
    private int step;
    final List<String> calls = new ArrayList<>();
    final List<ClientState> ends = new ArrayList<>();

    // What outlives the process.
    private final Memory offer = new Memory();
    private final Memory reports = new Memory();
    private boolean staged;
    private Optional<Applied> inForce = Optional.empty();
    int applied;
    int committed;

    private final OneClientServer server;

    CrashingClient(Optional<Duration> confirm, List<Integer> crashes) {
        this.confirm = confirm;
        this.server = new OneClientServer(confirm);
        this.crashes = crashes;
    }

    /** What the server was told, each report once. */
    List<Report> heard() {
        return server.heard();
    }

    /** How many steps there were. */
    int steps() {
        return step;
    }

    /** Starts the process again until it comes to its end by itself; tells how often it was started. */
    int run() throws IOException, UnexpectedMessageException {
        for (int runs = 1; ; runs++) {
            try {
                calls.add("start");
                new Process().run();
                return runs;
            } catch (Crash again) {
                if (runs > crashes.size()) {
                    throw new IllegalStateException("more crashes than were asked for", again);
                }
            }
        }
    }

    private void durable(Runnable effect) {
        crashIfItIsTime();
        effect.run();
        crashIfItIsTime();
    }

    private void crashIfItIsTime() {
        if (crashes.contains(step++)) {
            throw new Crash();
        }
    }

    private final class Memory implements DurableMessages {
        private List<Message> kept = List.of();

        @Override
        public List<Message> read() {
            return kept;
        }

        @Override
        public void write(List<? extends Message> messages) {
            List<Message> next = List.copyOf(messages);
            durable(() -> kept = next);
        }

        @Override
        public void delete() {
            durable(() -> kept = List.of());
        }
    }

    /** An application that keeps what it does to the machine, and can tell after a restart. */
    private final class Application implements UpdateHandler {

        @Override
        public Optional<Recovered> recover() {
            calls.add("recover");
            return inForce.map(result -> new Recovered("o-1", result));
        }

        @Override
        public Inventory inventory() {
            calls.add("inventory");
            return Inventory.empty();
        }

        @Override
        public boolean confirms() {
            return true;
        }

        @Override
        public Answer decide(Offer made) {
            calls.add("decide");
            return Answer.accept(made.offer());
        }

        @Override
        public BlobSink open(Offer made, Agreed list, FileEntry blob) {
            calls.add("open");
            return new BlobSink() {
                @Override
                public long offset() {
                    return 0;
                }

                @Override
                public void write(byte[] data, int from, int length) {
                    calls.add("write");
                }

                @Override
                public void complete() {
                    calls.add("complete");
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public void staged(Offer made, Agreed list) {
            calls.add("staged");
            durable(() -> staged = true);
        }

        @Override
        public Applied apply(Offer made, Agreed list, Applying applying) {
            calls.add("apply");
            if (!staged) {
                throw new IllegalStateException("apply before staged");
            }
            applying.checking();
            Applied result = confirm.map(within -> Applied.confirming(within, "applied", ""))
                    .orElse(Applied.succeeded("applied", ""));
            durable(() -> {
                applied++;
                inForce = Optional.of(result);
            });
            return result;
        }

        @Override
        public Applied commit(String id) {
            calls.add("commit");
            Applied result = Applied.succeeded("committed", "");
            durable(() -> {
                committed++;
                inForce = Optional.of(result);
            });
            return result;
        }

        @Override
        public Applied rollBack(String id, Reason reason, String detail) {
            throw new IllegalStateException("nothing asked for a roll-back");
        }
    }

    /** One life of the client. */
    private final class Process implements NegotiationHost {

        private final Deque<Runnable> work = new ArrayDeque<>();
        private final Deque<Message> fromServer = new ArrayDeque<>();
        private final Deque<Incoming.Data> data = new ArrayDeque<>();
        private final List<Runnable> whenHeard = new ArrayList<>();
        private final Application application = new Application();
        private final Conversation conversation = new Conversation(
                application,
                new QueuedCalls(work::add, work::addFirst, Runnable::run),
                (delay, alarm) -> () -> {},
                new GuardedListener(new UpdateListener() {}),
                new SettableClock(),
                this);
        private boolean newConnection;
        private boolean finished;

        void run() throws IOException, UnexpectedMessageException {
            TaskMemory memory = memoryOf("task-1");
            conversation.begin(Optional.of(memory), application.recover());
            while (!finished) {
                newConnection = false;
                fromServer.clear();
                data.clear();
                whenHeard.clear();
                conversation.disconnected();
                conversation.welcomed(server.welcome());
                session();
            }
        }

        private void session() throws UnexpectedMessageException {
            while (!finished && !newConnection) {
                if (!work.isEmpty()) {
                    work.remove().run();
                } else if (!fromServer.isEmpty()) {
                    conversation.received(fromServer.remove());
                } else if (!data.isEmpty()) {
                    conversation.received(data.remove());
                } else if (!whenHeard.isEmpty()) {
                    whenHeard.remove(0).run();
                } else {
                    throw new IllegalStateException("it hangs, " + conversation + ", after " + calls);
                }
            }
        }

        @Override
        public void send(Message message) {
            if (message instanceof Fetch fetch) {
                data.add(new Incoming.Data(fetch.fetch(), 0, OneClientServer.CONTENT));
            } else {
                fromServer.addAll(server.hear(message));
            }
        }

        @Override
        public TaskMemory memoryOf(String taskId) {
            try {
                return new TaskMemory(StateFolder.nameOf("task-1"), new OfferMemory(offer), new ReportQueue(reports));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void whenHeard(Runnable next) {
            whenHeard.add(next);
        }

        @Override
        public Optional<String> whyNotConnected() {
            return Optional.empty();
        }

        @Override
        public void reconnect(String why) {
            newConnection = true;
        }

        @Override
        public void finish(Outcome outcome) {
            ends.add(outcome.state());
            finished = true;
        }

        @Override
        public void settled() {}

        @Override
        public String approvalCode(byte[] reveal) {
            return "000 000";
        }

        @Override
        public String serverFingerprint() {
            return "server";
        }

        @Override
        public void giveUp(UpdateException why) {
            throw new IllegalStateException(why);
        }
    }
}
