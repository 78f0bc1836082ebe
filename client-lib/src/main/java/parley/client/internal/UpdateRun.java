package parley.client.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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

    private StateFolder state;
    private StaticKey key;
    private ConnectionManager connections;
    private Outcome outcome;
    private boolean said;
    private UpdateException failure;
    private Runnable afterApplying;
    private boolean over;

    public UpdateRun(RunSettings settings) {
        this.settings = settings;
        this.listener = new GuardedListener(settings.listener());
        this.calls = new HandlerCalls(settings.executors().calls());
        this.mailbox = new Mailbox(settings.clock(), settings.executors().steps(), calls::behind, this::broken);
        this.calls.resultsTo(mailbox::post);
        this.conversation = new Conversation(settings.handler(), calls, mailbox, listener, settings.clock(), this);
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
        mailbox.postFirst(() -> close(said ? outcome : null, said ? null : closed()));
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
            state = StateFolder.open(settings.stateFolder(), settings.token());
            key = state.key(settings.random(), MachineIdentity.here(), settings.copiedState());
            connections = new ConnectionManager(settings, key, mailbox, listener, this);
        } catch (IOException e) {
            broken(e);
            return;
        } catch (UpdateException e) {
            close(null, e);
            return;
        }
        calls.call(settings.handler()::recover, this::recovered, e -> close(null, FailureTexts.notRecovered(e)));
    }

    private void recovered(Optional<Recovered> result) {
        try {
            conversation.begin(state.task(), result);
        } catch (IOException e) {
            broken(e);
            return;
        }
        connections.begin();
    }

    private void broken(Throwable e) {
        boolean file = e instanceof IOException || e instanceof UncheckedIOException;
        close(null, file ? stateFolder(settings.stateFolder(), e) : e);
    }

    private static UpdateException stateFolder(Path folder, Throwable e) {
        Throwable cause = e instanceof UncheckedIOException ? e.getCause() : e;
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
        if (said) {
            close(outcome, null);
        } else if (failure != null) {
            unreachable(failure);
        }
        return !said && failure == null;
    }

    @Override
    public boolean confirming() {
        return conversation.confirming();
    }

    /** A running apply finishes first, and its result counts. */
    @Override
    public void refused(UpdateException why) {
        bringToAnEnd(why, () -> {
            Outcome before = why.problem() == Problem.TASK_ENDED ? outcome : null;
            Outcome last = conversation.outcome().orElse(before);
            close(last, last == null ? why : null);
        });
    }

    @Override
    public void unreachable(UpdateException why) {
        bringToAnEnd(why, () -> close(null, why));
    }

    private void bringToAnEnd(UpdateException why, Runnable then) {
        afterApplying = then;
        conversation.noMoreSessions(why.getMessage());
        settled();
    }

    @Override
    public void settled() {
        if (afterApplying != null && !conversation.applying()) {
            Runnable then = afterApplying;
            afterApplying = null;
            then.run();
        }
    }

    private void close(Outcome last, Throwable why) {
        if (over) {
            return;
        }
        over = true;
        if (connections != null) {
            connections.cut();
        }
        mailbox.close();
        boolean unfinished = last == null || conversation.asking();
        calls.close(unfinished && !conversation.applying(), () -> release(last, why));
    }

    private void release(Outcome last, Throwable why) {
        Throwable failed = why;
        try {
            if (key != null) {
                key.destroy();
            }
            if (state != null) {
                state.close();
            }
        } catch (IOException e) {
            failed = failed == null ? stateFolder(settings.stateFolder(), e) : failed;
        }
        if (failed == null) {
            end.complete(last);
        } else {
            end.completeExceptionally(failed);
        }
    }

    @Override
    public Hello hello() {
        return settings.hello(conversation.resume());
    }

    @Override
    public void welcomed(Welcome welcome) {
        String url = connections.url();
        listener.tell(l -> l.connected(url, serverFingerprint(), welcome));
        describe(welcome.task());
        conversation.welcomed(welcome);
    }

    @Override
    public Optional<String> calledBefore() {
        try {
            return state.called();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void describe(TaskInfo task) {
        try {
            state.called(settings.name());
            state.describe(task);
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
        connections.send(message);
    }

    @Override
    public String approvalCode(byte[] reveal) throws UnexpectedMessageException {
        return connections.approvalCode(reveal);
    }

    @Override
    public TaskMemory memoryOf(String taskId) {
        try {
            return state.task(taskId);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void whenHeard(Runnable work) {
        connections.whenHeard(work);
    }

    @Override
    public Optional<String> whyNotConnected() {
        return connections.whyNotConnected();
    }

    @Override
    public void reconnect(String why) {
        connections.renew(why);
    }

    @Override
    public void finish(Outcome last) {
        outcome = last;
        if (settings.stay()) {
            listener.tell(l -> l.ended(last));
        } else {
            said = true;
            connections.leave("everything is done");
        }
    }

    @Override
    public void giveUp(UpdateException why) {
        failure = why;
        connections.leave("this client gives up");
    }
}
