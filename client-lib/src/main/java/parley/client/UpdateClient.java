package parley.client;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import parley.client.internal.UpdateRun;
import parley.client.internal.concurrent.ClientExecutors;
import parley.client.internal.concurrent.SharedThreads;
import parley.client.internal.concurrent.SteadyClock;
import parley.client.internal.connection.RunSettings;
import parley.client.internal.connection.Transport;
import parley.client.internal.connection.TyrusTransport;
import parley.client.internal.store.MachineIdentity;
import parley.client.internal.store.StateFolder;
import parley.message.Agent;
import parley.message.Hello;
import parley.message.Messages;
import parley.message.Names;
import parley.message.Position;
import parley.message.Wait;
import parley.protocol.JoinToken;

/**
 * Gets the update that a task has for this machine or application: the entry point of the client library.
 *
 * <pre>{@code
 * JoinToken token = JoinToken.parse(text);
 * try (UpdateClient client = UpdateClient.builder(token).name("db-1").handler(handler).build()) {
 *     Outcome outcome = client.run();
 * }
 * }</pre>
 *
 * <p><b>Guaranteed.</b> The server is the one that the token names, and nobody in between reads or changes anything,
 * also over plain {@code ws}. {@link BlobSink#complete} verifies each blob against the agreed digest. After a lost
 * connection, a crash or a power failure a run goes on from the last durable step: an agreed update is not agreed
 * again, downloaded bytes are not downloaded again, no update is applied twice, and no report is lost.
 *
 * <p><b>Not guaranteed.</b> That an update is applied completely or not at all: the handler promises that, see
 * {@link UpdateHandler#apply}. Anybody who can read the state folder can pose as this client.
 *
 * <p><b>Time.</b> A try at a URL takes at most 10 s to connect and 10 s for the handshake; a silent session is given
 * up after 60 s. Between rounds of tries the client waits with full jitter, up to 60 s, or as long as the server asks.
 * As long as the server has not admitted it in this run, it gives up after {@link Builder#rounds} rounds; after that
 * never.
 *
 * <p><b>Threads.</b> Any thread may call any method; one client runs once. A client has no thread of its own: while it
 * waits, for the server, for a time or for other clients, it holds none. All clients in this JVM share a few daemon
 * threads: one for each processor, at least two, for their own short steps; at most 64 for calls of handlers; at most
 * 32 that connect; and a timer. Work that finds no free thread waits. {@link Builder#executor} replaces these threads.
 */
public final class UpdateClient implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(UpdateClient.class.getName());
    /** A close waits at most 30 s for the end of an apply. */
    private static final long LONGEST_CLOSE_SECONDS = 40;

    private final UpdateRun updateRun;
    private final Executor callbacks;
    private boolean started;
    private boolean closed;

    private UpdateClient(RunSettings settings) {
        this.updateRun = new UpdateRun(settings);
        this.callbacks = settings.executors().calls();
    }

    /**
     * Begins to describe a client. The client uses the token until it is closed; then the caller destroys the token.
     */
    public static Builder builder(JoinToken token) {
        return new Builder(token);
    }

    /**
     * Runs until the update has ended on this machine or is put off, or the server refuses the client for good. A
     * client that {@link Builder#stay stays} runs until the server refuses it for good, and then returns the outcome
     * of the last update.
     *
     * @throws UpdateException when another try would not help; says what happened, why, and what to do next
     * @throws InterruptedException when the thread is interrupted, which closes the client, or {@link #close} is
     *     called; the next run goes on from there
     * @throws IllegalStateException when it was started before
     */
    public Outcome run() throws UpdateException, InterruptedException {
        begin();
        try {
            return updateRun.end().get();
        } catch (InterruptedException e) {
            close();
            throw e;
        } catch (ExecutionException e) {
            throw unwrapped(e.getCause());
        }
    }

    private static InterruptedException unwrapped(@Nullable Throwable cause) throws UpdateException {
        if (cause instanceof UpdateException failed) {
            throw failed;
        }
        if (cause instanceof RuntimeException broken) {
            throw broken;
        }
        if (cause instanceof Error broken) {
            throw broken;
        }
        return cause instanceof InterruptedException closed ? closed : UpdateRun.closed();
    }

    /**
     * Runs without waiting. The future fails with what {@link #run} would throw; cancelling it does not stop the run,
     * {@link #close} does. Its dependent stages run on a thread of the handler's calls.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // both ends go to the future that is returned
    public CompletableFuture<Outcome> start() {
        CompletableFuture<Outcome> future = new CompletableFuture<>();
        try {
            begin();
        } catch (InterruptedException | IllegalStateException e) {
            future.completeExceptionally(e);
            return future;
        }
        updateRun
                .end()
                .whenComplete((outcome, failure) -> tell(() -> {
                    if (failure == null) {
                        future.complete(outcome);
                    } else {
                        future.completeExceptionally(failure);
                    }
                }));
        return future;
    }

    private void tell(Runnable news) {
        try {
            callbacks.execute(news);
        } catch (RejectedExecutionException e) {
            SharedThreads.CALLS.execute(news);
        }
    }

    /**
     * What the client waits for, as the server last said: approval, a wave, a window or other clients. It outlives
     * lost connections and is empty as soon as nothing blocks the client.
     */
    public Optional<Wait> waitsFor() {
        return updateRun.waitsFor();
    }

    private synchronized void begin() throws InterruptedException {
        if (started) {
            throw new IllegalStateException("a client runs once; build another one");
        }
        if (closed) {
            throw UpdateRun.closed();
        }
        started = true;
        updateRun.start();
    }

    /**
     * Stops a run. An update that is being applied may finish for up to 30 s, then the handler's thread is
     * interrupted; the next run reports it. Any other call of the handler is interrupted at once and waited for up to
     * 2 s. An update that waits for its confirmation stays open: the next run has it confirmed, or rolls it back if
     * its time is over by then; until then nothing watches the time.
     *
     * <p>Returns when the run has ended, after 40 s at the latest; at once when a listener or the handler of this
     * client calls it, or there is no run. When the calling thread is interrupted it returns earlier, still
     * interrupted.
     */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            if (!started) {
                return;
            }
        }
        updateRun.stop();
        if (!updateRun.isCallingHere()) {
            awaitEnd();
        }
    }

    private void awaitEnd() {
        try {
            updateRun.end().handle((outcome, failure) -> true).get(LONGEST_CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.log(Level.WARNING, "a client that was closed has not ended in " + LONGEST_CLOSE_SECONDS + " s");
        }
    }

    /** Describes a client. Only {@link #handler} has to be given. */
    public static final class Builder {

        private static final int USUAL_ROUNDS = 5;

        private final JoinToken token;
        private final Map<String, String> labels = new TreeMap<>();
        private @Nullable String name;
        private Agent agent = new Agent("parley-client", version());
        private @Nullable Path stateFolder;
        private CopiedState copiedState = CopiedState.REFUSE;
        private @Nullable UpdateHandler handler;
        private UpdateListener listener = new UpdateListener() {};
        private int rounds = USUAL_ROUNDS;
        private boolean stay;
        private boolean checkCertificates;
        private ClientExecutors executors = ClientExecutors.SHARED;
        private @Nullable Transport transport;
        private SecureRandom random = new SecureRandom();
        private @Nullable RandomGenerator jitter;
        private @Nullable Clock clock;

        private Builder(JoinToken token) {
            this.token = Objects.requireNonNull(token);
        }

        private static String version() {
            String version = UpdateClient.class.getPackage().getImplementationVersion();
            return version == null ? "development" : version;
        }

        /** The name within the task, 1 to 63 of {@code A–Z a–z 0–9 . _ -}; by default the name of this host. */
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
         * Where the client keeps its keys and its progress; created if missing, with access for its owner only. By
         * default {@code $XDG_STATE_HOME/parley} or {@code ~/.local/state/parley}. Two clients that run at the same
         * time for the same server need two state folders.
         */
        public Builder stateFolder(Path folder) {
            this.stateFolder = Objects.requireNonNull(folder);
            return this;
        }

        /** What the client does when the state folder was copied from another machine; by default it refuses to run. */
        public Builder copiedState(CopiedState what) {
            this.copiedState = Objects.requireNonNull(what);
            return this;
        }

        /** Applies the update. */
        public Builder handler(UpdateHandler updateHandler) {
            this.handler = Objects.requireNonNull(updateHandler);
            return this;
        }

        /** Is told the progress. */
        public Builder listener(UpdateListener updateListener) {
            this.listener = Objects.requireNonNull(updateListener);
            return this;
        }

        /** How many rounds through all URLs of the token a run tries before the first admission; by default 5. */
        public Builder rounds(int atMost) {
            if (atMost < 1) {
                throw new IllegalArgumentException("at least one round");
            }
            this.rounds = atMost;
            return this;
        }

        /**
         * Whether the client stays when an update has ended or is put off: it keeps or renews the connection, sends
         * its inventory at each connect (so that the server sees local changes), and takes new and deferred offers.
         * {@link UpdateListener#ended} gets each outcome. By default not.
         */
        public Builder stay(boolean stayOn) {
            this.stay = stayOn;
            return this;
        }

        /**
         * Whether the certificates of {@code wss} servers are checked against this Java's trusted ones. By default
         * not: the server's key in the token authenticates it.
         */
        public Builder checkCertificates(boolean check) {
            this.checkCertificates = check;
            return this;
        }

        /**
         * Does this client's work, instead of the threads that the clients of this JVM share: its own short steps, the
         * calls of the handler, connects, and the dependent stages of the future of {@link UpdateClient#start}. The
         * client uses at most one thread at a time for each of these, for the length of one step, call or connect.
         * With a full executor the steps wait, and a client whose steps wait for a minute loses its session: a bounded
         * executor needs room for one task more than there are calls that wait for something. If it rejects work, the
         * run ends with that {@link RejectedExecutionException}. The caller shuts it down after the client was closed.
         * The timer stays the shared one.
         */
        public Builder executor(Executor executor) {
            this.executors = ClientExecutors.on(executor);
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

        public Builder jitter(RandomGenerator source) {
            this.jitter = source;
            return this;
        }

        Builder clock(Clock time) {
            this.clock = time;
            return this;
        }

        /**
         * Builds the client, which does not run yet.
         *
         * @throws IllegalStateException when there is no handler, or no state folder was given and there is no place
         *     for the default one ({@link parley.folders.UnknownFolderException})
         * @throws IllegalArgumentException when a label breaks the rules, or name and labels are too long together
         */
        public UpdateClient build() {
            if (handler == null) {
                throw new IllegalStateException("a client needs a handler");
            }
            RunSettings settings = new RunSettings(
                    token,
                    name == null ? MachineIdentity.here().clientName() : name,
                    Names.checkLabels(labels),
                    agent,
                    stateFolder == null ? StateFolder.standard() : stateFolder,
                    copiedState,
                    handler,
                    listener,
                    rounds,
                    stay,
                    executors,
                    transport == null ? new TyrusTransport(checkCertificates, executors.connects()) : transport,
                    random,
                    jitter == null ? random : jitter,
                    clock == null ? new SteadyClock() : clock);
            Position longest = new Position(Long.MAX_VALUE >> 10, Long.MAX_VALUE >> 10);
            if (Messages.encode(settings.hello(Optional.of(longest))).length > Hello.MAX_BYTES) {
                throw new IllegalArgumentException("name and labels have more than 4 KiB together");
            }
            return new UpdateClient(settings);
        }
    }
}
