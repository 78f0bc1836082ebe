package parley.server.it;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import parley.apply.DirectoryUpdate;
import parley.client.Outcome;
import parley.client.UpdateClient;
import parley.client.UpdateException;
import parley.client.UpdateListener;
import parley.message.Answer;
import parley.message.Cancel;
import parley.message.ClientState;
import parley.message.Offer;
import parley.message.Pause;
import parley.message.Progress;
import parley.message.Resume;
import parley.message.Wait;
import parley.message.Welcome;

/** A running client, and everything that it has reported so far: messages, states, outcomes. */
final class JoiningClient implements UpdateListener, AutoCloseable {

    /** It has no connection. */
    record Offline(String why) {}

    private record ApprovalCode(String digits) {}

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final List<Object> heard = new CopyOnWriteArrayList<>();
    private final DirectoryUpdate handler;
    private final UpdateClient client;
    private final CompletableFuture<Outcome> outcome;

    JoiningClient(UpdateClient.Builder client, DirectoryUpdate handler) {
        this.handler = handler;
        this.client = client.handler(handler).listener(this).build();
        this.outcome = this.client.start();
    }

    /** All of this kind that it has told, in order. */
    <T> List<T> heard(Class<T> kind) {
        return heard.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** Waits until it has told this. */
    void await(Object news) throws Exception {
        await(Object.class, news::equals);
    }

    /** Waits until it has told something like this. */
    <T> T await(Class<T> kind, Predicate<T> such) throws Exception {
        Await.until(
                () -> "the client tells such a " + kind.getSimpleName() + ", not only " + heard + ", " + outcome,
                DEADLINE,
                () -> heard(kind).stream().anyMatch(such));
        return heard(kind).stream().filter(such).findFirst().orElseThrow();
    }

    /** Waits until it shows six digits, and gives them. */
    String awaitApprovalCode() throws Exception {
        return await(ApprovalCode.class, code -> true).digits();
    }

    /** The six digits that it has shown last. */
    Optional<String> lastApprovalCode() {
        List<ApprovalCode> shown = heard(ApprovalCode.class);
        return shown.isEmpty()
                ? Optional.empty()
                : Optional.of(shown.get(shown.size() - 1).digits());
    }

    /** What it ended with. */
    Outcome outcome() throws UpdateException, InterruptedException {
        return Machine.result(outcome);
    }

    Optional<Wait> waitsFor() {
        return client.waitsFor();
    }

    /** How many bytes it said at most that it has. */
    long downloaded() {
        return heard(Progress.class).stream().mapToLong(Progress::done).max().orElse(0);
    }

    @Override
    public void connected(String url, String serverFingerprint, Welcome welcome) {
        heard.add(welcome);
    }

    @Override
    public void waiting(Wait wait, Optional<String> approvalCode) {
        heard.add(wait);
        approvalCode.map(ApprovalCode::new).ifPresent(heard::add);
    }

    @Override
    public void offered(Offer offer) {
        heard.add(offer);
    }

    @Override
    public void answered(Offer offer, Answer answer) {
        heard.add(answer);
    }

    @Override
    public void progress(long done, long total) {
        heard.add(new Progress(done, total));
    }

    @Override
    public void state(ClientState state) {
        heard.add(state);
    }

    @Override
    public void paused(String reason) {
        heard.add(new Pause(reason));
    }

    @Override
    public void resumed(String reason) {
        heard.add(new Resume(reason));
    }

    @Override
    public void cancelled(String reason) {
        heard.add(new Cancel(reason));
    }

    @Override
    public void ended(Outcome end) {
        heard.add(end);
    }

    @Override
    public void reconnecting(Duration delay, String why) {
        heard.add(new Offline(why));
    }

    /** Ends it as a person would, with Ctrl-C. */
    @Override
    public void close() throws IOException {
        client.close();
        handler.close();
    }
}
