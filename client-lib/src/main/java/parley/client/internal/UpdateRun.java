package parley.client.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import parley.client.Outcome;
import parley.client.Recovered;
import parley.client.UpdateException;
import parley.client.UpdateException.Problem;
import parley.client.internal.concurrent.HandlerCalls;
import parley.client.internal.concurrent.Mailbox;
import parley.client.internal.connection.ConnectionManager;
import parley.client.internal.connection.RunSettings;
import parley.client.internal.failure.FailureTexts;
import parley.client.internal.failure.UnexpectedMessageException;
import parley.client.internal.negotiation.Conversation;
import parley.client.internal.negotiation.GuardedListener;
import parley.client.internal.negotiation.NegotiationHost;
import parley.client.internal.store.MachineIdentity;
import parley.client.internal.store.StateFolder;
import parley.client.internal.store.TaskMemory;
import parley.message.Hello;
import parley.message.Message;
import parley.message.TaskInfo;
import parley.message.Wait;
import parley.message.Welcome;
import parley.protocol.Incoming;
import parley.protocol.StaticKey;

/**
 * One run of a client, from the state folder to the outcome. It has no thread: everything runs in its mailbox, except
 * the handler's calls.
 */
public final class UpdateRun implements NegotiationHost, ConnectionManager.Owner {

    private final RunSettings settings;
    private final GuardedListener listener;
    private final HandlerCalls calls;
    private final Mailbox mailbox;
    private final Conversation conversation;
    private final CompletableFuture<Outcome> end = new CompletableFuture<>();

    private @Nullable StateFolder state;
    private @Nullable StaticKey key;
    private @Nullable ConnectionManager connections;
    /** What came of the last update. */
    private Optional<Outcome> outcome = Optional.empty();
    /** What the run returns. */
    private Optional<Outcome> said = Optional.empty();

    private Optional<UpdateException> failure = Optional.empty();
    private Optional<Runnable> afterApplying = Optional.empty();
    private boolean over;

    public UpdateRun(RunSettings settings) {
        this.settings = settings;
        this.listener = new GuardedListener(settings.listener());
        this.calls = new HandlerCalls(settings.executors().calls(), this::post);
        this.mailbox = new Mailbox(settings.clock(), settings.executors().steps(), calls::behind, this::broken);
        this.conversation = new Conversation(settings.handler(), calls, mailbox, listener, settings.clock(), this);
    }

    private void post(Runnable result) {
        mailbox.post(result);
    }

    public void start() {
        mailbox.post(this::begin);
    }

    /** Completed, by one of the client's threads, when everything has been released. */
    public CompletableFuture<Outcome> end() {
        return end;
    }

    /** Ends the run as soon as that is safe; from any thread. */
    public void stop() {
        mailbox.postFirst(() -> said.ifPresentOrElse(this::close, () -> fail(closed())));
    }

    public static InterruptedException closed() {
        return new InterruptedException("the client was closed");
    }

    /** Whether the calling thread is within a call of this run's listener or handler. */
    public boolean isCallingHere() {
        return mailbox.isAtWorkHere() || calls.isCallingHere();
    }

    public Optional<Wait> waitsFor() {
        return conversation.waitsFor();
    }

    private void begin() {
        try {
            StateFolder opened = StateFolder.open(settings.stateFolder(), settings.token());
            state = opened;
            StaticKey own = opened.key(settings.random(), MachineIdentity.here(), settings.copiedState());
            key = own;
            connections = new ConnectionManager(settings, own, mailbox, listener, this);
        } catch (IOException e) {
            broken(e);
            return;
        } catch (UpdateException e) {
            fail(e);
            return;
        }
        calls.call(settings.handler()::recover, this::recovered, e -> fail(FailureTexts.notRecovered(e)));
    }

    private void recovered(Optional<Recovered> result) {
        try {
            conversation.begin(state().task(), result);
        } catch (IOException e) {
            broken(e);
            return;
        }
        connections().begin();
    }

    private void broken(Throwable e) {
        boolean file = e instanceof IOException || e instanceof UncheckedIOException;
        fail(file ? stateFolder(settings.stateFolder(), e) : e);
    }

    private static UpdateException stateFolder(Path folder, Throwable e) {
        Throwable cause = e instanceof UncheckedIOException && e.getCause() != null ? e.getCause() : e;
        return new UpdateException(
                Problem.STATE_FOLDER,
                "The state folder " + folder + " cannot be used.",
                FailureTexts.sentence(FailureTexts.words(cause)),
                "Fix that, or choose another state folder: set XDG_STATE_HOME to one that this user may write.",
                e);
    }

    @Override
    public boolean disconnected() {
        conversation.disconnected();
        if (said.isPresent()) {
            close(said.get());
        } else {
            failure.ifPresent(this::unreachable);
        }
        return said.isEmpty() && failure.isEmpty();
    }

    @Override
    public boolean confirming() {
        return conversation.confirming();
    }

    /** A running apply finishes first, and its result counts. */
    @Override
    public void refused(UpdateException why) {
        bringToAnEnd(why, () -> {
            Optional<Outcome> before = why.problem() == Problem.TASK_ENDED ? outcome : Optional.empty();
            conversation.outcome().or(() -> before).ifPresentOrElse(this::close, () -> fail(why));
        });
    }

    @Override
    public void unreachable(UpdateException why) {
        bringToAnEnd(why, () -> fail(why));
    }

    private void bringToAnEnd(UpdateException why, Runnable then) {
        afterApplying = Optional.of(then);
        conversation.noMoreSessions(why.getMessage());
        settled();
    }

    @Override
    public void settled() {
        if (afterApplying.isPresent() && !conversation.applying()) {
            Runnable then = afterApplying.get();
            afterApplying = Optional.empty();
            then.run();
        }
    }

    private void close(Outcome last) {
        end(
                conversation::asking,
                unclosed -> unclosed.ifPresentOrElse(end::completeExceptionally, () -> end.complete(last)));
    }

    private void fail(Throwable why) {
        end(() -> true, unclosed -> end.completeExceptionally(why));
    }

    /**
     * Ends once.
     *
     * @param unfinished whether a call of the handler may be interrupted
     * @param complete hears at the end what kept the state folder from being closed
     */
    private void end(BooleanSupplier unfinished, Consumer<Optional<UpdateException>> complete) {
        if (over) {
            return;
        }
        over = true;
        if (connections != null) {
            connections.cut();
        }
        mailbox.close();
        calls.close(unfinished.getAsBoolean() && !conversation.applying(), () -> complete.accept(release()));
    }

    private Optional<UpdateException> release() {
        try {
            if (key != null) {
                key.destroy();
            }
            if (state != null) {
                state.close();
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(stateFolder(settings.stateFolder(), e));
        }
    }

    /** Open from the beginning of the run on. */
    private StateFolder state() {
        if (state == null) {
            throw new IllegalStateException("the run has not begun");
        }
        return state;
    }

    /** There from the beginning of the run on. */
    private ConnectionManager connections() {
        if (connections == null) {
            throw new IllegalStateException("the run has not begun");
        }
        return connections;
    }

    @Override
    public Hello hello() {
        return settings.hello(conversation.resume());
    }

    @Override
    public void welcomed(Welcome welcome) {
        String url = connections().url();
        listener.tell(l -> l.connected(url, serverFingerprint(), welcome));
        describe(welcome.task());
        conversation.welcomed(welcome);
    }

    @Override
    public Optional<String> calledBefore() {
        try {
            return state().called();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void describe(TaskInfo task) {
        try {
            state().called(settings.name());
            state().describe(task);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String serverFingerprint() {
        return settings.token().serverKey().fingerprint();
    }

    @Override
    public void received(Message message) throws UnexpectedMessageException {
        conversation.received(message);
    }

    @Override
    public void received(Incoming.Data data) throws UnexpectedMessageException {
        conversation.received(data);
    }

    @Override
    public void send(Message message) {
        connections().send(message);
    }

    @Override
    public String approvalCode(byte[] reveal) throws UnexpectedMessageException {
        return connections().approvalCode(reveal);
    }

    @Override
    public TaskMemory memoryOf(String taskId) {
        try {
            return state().task(taskId);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void whenHeard(Runnable work) {
        connections().whenHeard(work);
    }

    @Override
    public Optional<String> whyNotConnected() {
        return connections().whyNotConnected();
    }

    @Override
    public void reconnect(String why) {
        connections().renew(why);
    }

    @Override
    public void finish(Outcome last) {
        outcome = Optional.of(last);
        if (settings.stay()) {
            listener.tell(l -> l.ended(last));
        } else {
            said = Optional.of(last);
            connections().leave("everything is done");
        }
    }

    @Override
    public void giveUp(UpdateException why) {
        failure = Optional.of(why);
        connections().leave("this client gives up");
    }
}
