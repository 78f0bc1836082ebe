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
 * after 60 s. Between rounds of tries the client waits with full jitter, up to 60 s, or as long as the server asks.
 * Before the server has let it in once in this run it gives up after {@link Builder#rounds} rounds; after that never.
 *
 * <p><b>Threads.</b> Any thread may call any method; one client runs once. A client has no thread of its own: while it
 * waits, for the server, for a time or for other clients, it holds none. All clients in this JVM share a few daemon
 * threads: one for each processor, at least two, for their own short steps; at most 64 for calls of handlers; at most
 * 32 that connect; and a timer. What finds no free thread waits its turn. {@link Builder#executor} has the work done
 * elsewhere.
 */
public final class UpdateClient implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(UpdateClient.class.getName());
    /** The longest of what a close waits for is the end of an apply, 30 s. */
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
     * Begins to describe a client; the token is used until the client is closed, and then is the caller's to destroy.
     */
    public static Builder builder(JoinToken token) {
        return new Builder(token);
    }

    /**
     * Runs, and waits, until the update has ended on this machine, is put off, or the server says no for good. A client
     * that {@link Builder#stay stays} runs until the server says no for good, and then returns what came of the last
     * update.
     *
     * @throws UpdateException when coming back by itself would not help; says what, why and what next
     * @throws InterruptedException when the thread is interrupted, which closes the client, or {@link #close} is
     *     called; everything that has been reached is kept for the next run
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

    private static InterruptedException unwrapped(Throwable cause) throws UpdateException {
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
     * {@link #close} does. What the caller hangs on it is done by a thread of the handler's calls.
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
            throw UpdateRun.closed();
        }
        started = true;
        updateRun.start();
    }

    /**
     * Stops a run. An update that is just being applied is brought to its end first, for up to 30 s, after which the
     * handler's thread is interrupted; it is reported in the next run. Any other call of the handler is interrupted at
     * once and waited for up to 2 s. An update that waits for its confirmation is left so: the next run has it
     * confirmed, or rolls it back if its time is over by then; until then nobody watches the time.
     *
     * <p>Returns when the run has ended, after 40 s at the latest; at once when a listener or the handler of this
     * client
     * calls it, or there is no run. When the calling thread is interrupted it returns earlier, still interrupted.
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
        private String name;
        private Agent agent = new Agent("parley-client", version());
        private Path stateFolder;
        private CopiedState copiedState = CopiedState.REFUSE;
        private UpdateHandler handler;
        private UpdateListener listener = new UpdateListener() {};
        private int rounds = USUAL_ROUNDS;
        private boolean stay;
        private boolean checkCertificates;
        private ClientExecutors executors = ClientExecutors.SHARED;
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
         * Where the client keeps its keys and where it stands; made where it is missing, for its owner alone. Not
         * given: {@code $XDG_STATE_HOME/parley} or {@code ~/.local/state/parley}. Two clients that run at a time for
         * the same server need two state folders.
         */
        public Builder stateFolder(Path folder) {
            this.stateFolder = Objects.requireNonNull(folder);
            return this;
        }

        /** What the client does when the state folder was copied from another machine. Usually it refuses to run. */
        public Builder copiedState(CopiedState what) {
            this.copiedState = Objects.requireNonNull(what);
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
         * each connect what the machine has now (so that the server sees what was changed since), and follows new
         * offers and those that come back. {@link UpdateListener#ended} hears each outcome. Usually not.
         */
        public Builder stay(boolean stayOn) {
            this.stay = stayOn;
            return this;
        }

        /**
         * Whether the certificates of {@code wss} servers are checked against this Java's trusted ones. Usually not:
         * the server's key in the token authenticates it.
         */
        public Builder checkCertificates(boolean check) {
            this.checkCertificates = check;
            return this;
        }

        /**
         * Who does this client's work, instead of the threads that the clients of this JVM share: its own short steps,
         * the calls of the handler, making connections, and what hangs on the future of {@link UpdateClient#start}. At
         * a time it asks for one thread for each of these, and keeps it for the length of one step, call or try to
         * connect. An executor without room lets the steps wait, and a client whose steps wait for a minute loses its
         * session: a bounded one needs room for one task more than there are calls that wait for something. When it
         * refuses work the run ends with that {@link RejectedExecutionException}. It is the caller's to shut down,
         * after the client was closed. The timer stays the shared one.
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
         * The client, not yet running.
         *
         * @throws IllegalStateException when there is no handler, or no state folder was given and there is no place
         *     for the usual one ({@link parley.folders.UnknownFolderException})
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
