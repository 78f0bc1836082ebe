package parley.client;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import parley.message.Agent;
import parley.message.Hello;
import parley.message.Messages;
import parley.message.Names;
import parley.message.Platform;
import parley.message.Position;
import parley.message.Wait;
import parley.protocol.JoinToken;

/**
 * Brings this machine, or this application, the update that a task has for it: the one door of the client library.
 *
 * <pre>{@code
 * JoinToken token = JoinToken.parse(text);
 * try (UpdateClient client = UpdateClient.builder(token).name("db-1").handler(handler).build()) {
 *     Outcome outcome = client.run();
 * }
 * }</pre>
 *
 * <p><b>Guaranteed.</b> The server is the one that the token names, and nobody in between reads or changes anything,
 * also over plain {@code ws}. What reaches {@link BlobSink#complete} is verified there against the agreed digest. A run
 * goes on where the last one stood, after a lost connection, a crash or a power failure: an agreed update is not agreed
 * again, what is downloaded is not downloaded again, no update is applied twice, and no report is lost.
 *
 * <p><b>Not guaranteed.</b> That an update is applied as a whole or not at all is the handler's promise, see
 * {@link UpdateHandler#apply}. Whoever can read the state folder can pose as this client.
 *
 * <p><b>Time.</b> A try at a URL takes at most 10 s to connect and 10 s for the handshake; a silent session is given up
 * after 60 s. Between rounds of tries the client waits with full jitter, up to 60 s, or as long as the server asks. Before
 * the server has let it in once in this run it gives up after {@link Builder#rounds} rounds; after that never.
 *
 * <p><b>Threads.</b> Any thread may call any method; one client runs once.
 */
public final class UpdateClient implements AutoCloseable {

    private final UpdateRun updateRun;
    private Thread runner;
    private boolean started;
    private boolean closed;

    private UpdateClient(Settings settings) {
        this.updateRun = new UpdateRun(settings);
    }

    /** Begins to describe a client; the token is used until the client is closed, and then is the caller's to destroy. */
    public static Builder builder(JoinToken token) {
        return new Builder(token);
    }

    /**
     * Runs until the update has ended on this machine, is put off, or the server says no for good. A client that
     * {@link Builder#stay stays} runs until the server says no for good, and then returns what came of the last update.
     *
     * @throws UpdateException when coming back by itself would not help; says what, why and what next
     * @throws InterruptedException when the thread is interrupted or {@link #close} is called; everything that has been
     *     reached is kept for the next run
     * @throws IllegalStateException when it was started before
     */
    public Outcome run() throws UpdateException, InterruptedException {
        begin();
        try {
            return updateRun.run();
        } finally {
            end();
        }
    }

    /**
     * Runs in a daemon thread of its own. The future fails with what {@link #run} would throw; cancelling it does not
     * stop the run, {@link #close} does.
     */
    public CompletableFuture<Outcome> start() {
        CompletableFuture<Outcome> future = new CompletableFuture<>();
        Thread thread = new Thread(() -> complete(future), "parley-client");
        thread.setDaemon(true);
        thread.start();
        return future;
    }

    private void complete(CompletableFuture<Outcome> future) {
        try {
            future.complete(run());
        } catch (UpdateException | InterruptedException | RuntimeException e) {
            future.completeExceptionally(e);
        }
    }

    /**
     * What the client waits for at the moment, as the server last said: approval, a wave, a window or other clients. It
     * outlives lost connections, and is gone as soon as the server lets the client go on.
     */
    public Optional<Wait> waitsFor() {
        return updateRun.waitsFor();
    }

    private synchronized void begin() throws InterruptedException {
        if (started) {
            throw new IllegalStateException("a client runs once; build another one");
        }
        if (closed) {
            throw new InterruptedException("the client was closed");
        }
        started = true;
        runner = Thread.currentThread();
    }

    private synchronized void end() {
        runner = null;
        notifyAll();
    }

    /**
     * Stops a run. An update that is just being applied is brought to its end first, for up to 30 s; it is reported in
     * the next run. One that waits for its confirmation is left so: the next run has it confirmed, or rolls it back if
     * its time is over by then; until then nobody watches the time. Returns when the run has ended, or at once when a
     * listener calls it.
     */
    @Override
    public synchronized void close() {
        closed = true;
        updateRun.stop();
        try {
            while (runner != null && runner != Thread.currentThread()) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Everything that a run needs to know. */
    record Settings(
            JoinToken token,
            String name,
            Map<String, String> labels,
            Agent agent,
            Path stateFolder,
            UpdateHandler handler,
            UpdateListener listener,
            int rounds,
            boolean stay,
            Transport transport,
            SecureRandom random,
            RandomGenerator jitter,
            Clock clock) {

        Hello hello(Optional<Position> resume) {
            List<String> capabilities = handler.confirms() ? List.of(Hello.CONFIRM) : List.of();
            return new Hello(name, labels, agent, Platform.current(), capabilities, resume);
        }
    }

    /** Describes a client. Only {@link #handler} has to be given. */
    public static final class Builder {

        private static final int USUAL_ROUNDS = 5;

        private final JoinToken token;
        private final Map<String, String> labels = new TreeMap<>();
        private String name;
        private Agent agent = new Agent("parley-client", version());
        private Path stateFolder;
        private UpdateHandler handler;
        private UpdateListener listener = new UpdateListener() {};
        private int rounds = USUAL_ROUNDS;
        private boolean stay;
        private boolean checkCertificates;
        private Transport transport;
        private SecureRandom random = new SecureRandom();
        private RandomGenerator jitter;
        private Clock clock;

        private Builder(JoinToken token) {
            this.token = Objects.requireNonNull(token);
        }

        private static String version() {
            String version = UpdateClient.class.getPackage().getImplementationVersion();
            return version == null ? "development" : version;
        }

        /** The name within the task, 1 to 63 of {@code A–Z a–z 0–9 . _ -}. Not given: the name of this host. */
        public Builder name(String clientName) {
            this.name = Names.checkName(clientName);
            return this;
        }

        /** One label, in the syntax of Kubernetes labels; at most 32. */
        public Builder label(String key, String value) {
            labels.put(key, value);
            return this;
        }

        /** The program that uses the library, as the server shows it. */
        public Builder agent(String agentName, String version) {
            this.agent = new Agent(agentName, version);
            return this;
        }

        /**
         * Where the client keeps its keys and where it stands; made where it is missing, for its owner alone. Not given:
         * {@code $XDG_STATE_HOME/parley} or {@code ~/.local/state/parley}. Two clients that run at a time for the same
         * server need two state folders.
         */
        public Builder stateFolder(Path folder) {
            this.stateFolder = Objects.requireNonNull(folder);
            return this;
        }

        /** What is done with the update. */
        public Builder handler(UpdateHandler updateHandler) {
            this.handler = Objects.requireNonNull(updateHandler);
            return this;
        }

        /** Who hears how it goes. */
        public Builder listener(UpdateListener updateListener) {
            this.listener = Objects.requireNonNull(updateListener);
            return this;
        }

        /** How often all URLs of the token are tried before a run gives up on ever being let in; usually 5. */
        public Builder rounds(int atMost) {
            if (atMost < 1) {
                throw new IllegalArgumentException("at least one round");
            }
            this.rounds = atMost;
            return this;
        }

        /**
         * Whether the client stays when an update has ended or is put off: it keeps or renews the connection, says at
         * each connect what the machine has now (so that the server sees what was changed since), and follows new offers
         * and those that come back. {@link UpdateListener#ended} hears each outcome. Usually not.
         */
        public Builder stay(boolean stayOn) {
            this.stay = stayOn;
            return this;
        }

        /**
         * Whether the certificates of {@code wss} servers are checked against this Java's trusted ones. Usually not: the
         * server's key in the token authenticates it.
         */
        public Builder checkCertificates(boolean check) {
            this.checkCertificates = check;
            return this;
        }

        Builder transport(Transport connections) {
            this.transport = connections;
            return this;
        }

        Builder random(SecureRandom source) {
            this.random = source;
            return this;
        }

        Builder jitter(RandomGenerator source) {
            this.jitter = source;
            return this;
        }

        Builder clock(Clock time) {
            this.clock = time;
            return this;
        }

        /**
         * The client, not yet running.
         *
         * @throws IllegalStateException when there is no handler
         * @throws IllegalArgumentException when a label breaks the rules, or name and labels are too long together
         */
        public UpdateClient build() {
            if (handler == null) {
                throw new IllegalStateException("a client needs a handler");
            }
            Settings settings = new Settings(
                    token,
                    name == null ? hostName() : name,
                    Names.checkLabels(labels),
                    agent,
                    stateFolder == null ? StateFolder.standard() : stateFolder,
                    handler,
                    listener,
                    rounds,
                    stay,
                    transport == null ? new TyrusTransport(checkCertificates) : transport,
                    random,
                    jitter == null ? random : jitter,
                    clock == null ? new SteadyClock() : clock);
            Position longest = new Position(Long.MAX_VALUE >> 10, Long.MAX_VALUE >> 10);
            if (Messages.encode(settings.hello(Optional.of(longest))).length > Hello.MAX_BYTES) {
                throw new IllegalArgumentException("name and labels have more than 4 KiB together");
            }
            return new UpdateClient(settings);
        }

        private static String hostName() {
            try {
                String host = InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9._-]", "-");
                return host.isEmpty() ? "client" : host.substring(0, Math.min(63, host.length()));
            } catch (UnknownHostException unnamed) {
                return "client";
            }
        }
    }
}
