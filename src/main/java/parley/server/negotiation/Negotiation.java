package parley.server.negotiation;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import parley.message.Answer;
import parley.message.Cancel;
import parley.message.Change;
import parley.message.ClientState;
import parley.message.Decision;
import parley.message.Fetch;
import parley.message.FileEntry;
import parley.message.Inventory;
import parley.message.Message;
import parley.message.NothingToDo;
import parley.message.Ping;
import parley.message.Pong;
import parley.message.Proceed;
import parley.message.Reason;
import parley.message.Refused;
import parley.message.Report;
import parley.message.Resume;
import parley.message.TaskState;
import parley.message.Terms;
import parley.message.Wait;
import parley.message.WaitFor;
import parley.protocol.CloseCode;

/**
 * Decides what a message of a client, or an event at the server, means for that client. Every decision follows from the
 * arguments alone, except for the names of new offers; nothing is remembered between calls. Thread-safe if the supplier
 * of offer names is.
 *
 * <p>Within one attempt a client's state only moves forward; a client that comes again after an attempt has ended gets
 * a new attempt where the policy allows one. Messages that crossed with something newer are ignored (reports are
 * acknowledged all the same); what can never be right closes the session with 22.
 */
public final class Negotiation {

    /** More offers than this in one task are made to nobody: whoever needs them does not want an update. */
    static final long MAX_OFFERS = 1_000;

    private static final String UP_TO_DATE = "everything is as the update wants it";

    private final Supplier<String> offerNames;

    public Negotiation(Supplier<String> offerNames) {
        this.offerNames = offerNames;
    }

    /** For events only: it has no names for new offers. */
    public static Negotiation withoutOffers() {
        return new Negotiation(() -> {
            throw new IllegalStateException("an event makes no offer");
        });
    }

    /** What follows from a message that the client sent after it was admitted. Fetches are {@link #authorise}d instead. */
    public Step take(ClientRecord client, TaskView task, History history, Message message, Instant now) {
        if (message instanceof Ping) {
            return Step.stay(client, new Pong());
        }
        if (message instanceof Pong) {
            return Step.stay(client);
        }
        if (client.state() == ClientState.REVOKED) {
            return Step.close(client, CloseCode.REVOKED);
        }
        if (asksForAnOffer(message) && history.offers() >= MAX_OFFERS) {
            return Step.close(client, CloseCode.LIMIT);
        }
        if (message instanceof Inventory inventory) {
            return inventory(client, task, inventory, now);
        }
        if (message instanceof Answer answer) {
            return answer(client, task, history, answer, now);
        }
        if (message instanceof Report report) {
            return Reports.take(client, history, report);
        }
        return Step.close(client, CloseCode.WRONG_STATE);
    }

    private static boolean asksForAnOffer(Message message) {
        return message instanceof Inventory
                || message instanceof Answer answer && answer.decision() == Decision.COUNTER;
    }

    /**
     * The file that a fetch may read: one of the list that was agreed with this client and is still current. Empty for
     * anything else, known to the server or not.
     */
    public Optional<FileEntry> authorise(ClientRecord client, TaskView task, Fetch fetch) {
        return switch (client.state()) {
            case ACCEPTED, DOWNLOADING, STAGED, APPLYING ->
                task.state().terminal()
                        ? Optional.empty()
                        : client.offer()
                                .filter(CurrentOffer::agreed)
                                .flatMap(offer -> offer.file(fetch.sha256()))
                                .filter(file -> fetch.offset() < file.size());
            default -> Optional.empty();
        };
    }

    /** The operator ends the task: whoever has not finished is told so. */
    public Step cancel(ClientRecord client, String reason) {
        return end(client, ClientState.CANCELLED, reason);
    }

    /** The client did not finish in time. */
    public Step timeOut(ClientRecord client, String reason) {
        return end(client, ClientState.TIMED_OUT, reason);
    }

    /** The operator shuts this client out. Its outcome, if it has one, stays in the history only. */
    public Step revoke(ClientRecord client, String reason) {
        if (client.state() == ClientState.REVOKED) {
            return Step.stay(client);
        }
        ClientRecord revoked = client.in(ClientState.REVOKED)
                .because(Optional.empty(), Optional.of(reason), Optional.empty())
                .withoutOffer();
        Step step = Step.move(client, revoked);
        return new Step(step.client(), step.transitions(), step.send(), step.report(), Optional.of(CloseCode.REVOKED));
    }

    /**
     * The operator gives a client whose attempt has ended without success another one, whatever the policy says of
     * retries: it stands as if it had just joined, and is told to look again. Nothing happens to any other client.
     */
    public Step retry(ClientRecord client, String reason) {
        return switch (client.state()) {
            case FAILED, ROLLED_BACK, DECLINED, NOTHING_TO_DO, CANCELLED, TIMED_OUT ->
                Step.move(
                        client,
                        client.withoutOffer()
                                .attempt(client.attempt())
                                .in(ClientState.JOINED)
                                .because(Optional.empty(), Optional.of(reason), Optional.empty()),
                        new Resume(reason));
            default -> Step.stay(client);
        };
    }

    /** Nothing happens. */
    public Step nothing(ClientRecord client) {
        return Step.stay(client);
    }

    /** What a session has to be told that was open, unheard of by it, when one of the above happened. */
    public Step missed(ClientRecord client) {
        return switch (client.state()) {
            case JOINED ->
                client.attempt() > 0
                        ? Step.stay(client, new Resume(client.detail().orElse("")))
                        : Step.stay(client);
            case CANCELLED, TIMED_OUT -> Step.stay(client, cancelAgain(client));
            case REVOKED -> Step.close(client, CloseCode.REVOKED);
            default -> Step.stay(client);
        };
    }

    private Step end(ClientRecord client, ClientState state, String reason) {
        if (client.state().terminal()) {
            return Step.stay(client);
        }
        return Step.move(
                client,
                client.in(state).because(Optional.of(Reason.CANCELLED), Optional.of(reason), Optional.empty()),
                new Cancel(reason));
    }

    private Step inventory(ClientRecord client, TaskView task, Inventory inventory, Instant now) {
        CurrentOffer offer = client.offer().orElse(null);
        return switch (client.state()) {
            case PENDING -> Step.stay(client, Wait.of(WaitFor.APPROVAL));
            case JOINED, OFFERED, DEFERRED -> propose(client, task, inventory, now);
            case WAITING -> Step.stay(client, Wait.of(WaitFor.OTHERS));
            case ACCEPTED, DOWNLOADING -> Step.stay(client, offer.agreedMessage());
            case STAGED -> Step.stay(client, new Proceed(offer.id()));
            case APPLYING, CHECKING, CONFIRMING -> Step.stay(client);
            case CANCELLED -> Step.stay(client, cancelAgain(client));
            case TIMED_OUT ->
                task.state() == TaskState.OPEN && task.policy().retry().leftAfter(client.attempt())
                        ? again(client, task, inventory, now)
                        : Step.stay(client, cancelAgain(client));
            case FAILED, ROLLED_BACK -> afterFailure(client, task, inventory, now);
            case SUCCEEDED -> afterSuccess(client, task, inventory, now);
            case DECLINED ->
                task.state() == TaskState.OPEN
                        ? again(client, task, inventory, now)
                        : Step.stay(client, notAgain(client, "this task takes no other answer any more"));
            case NOTHING_TO_DO ->
                differs(inventory, task) && task.state() == TaskState.OPEN
                        ? again(client, task, inventory, now)
                        : Step.stay(client, new NothingToDo(client.detail().orElse(UP_TO_DATE)));
            case REVOKED -> Step.close(client, CloseCode.REVOKED);
        };
    }

    private static Cancel cancelAgain(ClientRecord client) {
        return new Cancel(client.detail().orElse("the update has ended"));
    }

    private static Refused notAgain(ClientRecord client, String why) {
        return new Refused(
                client.offer().map(CurrentOffer::id).orElse(""), client.reason().orElse(Reason.POLICY), why);
    }

    private Step afterFailure(ClientRecord client, TaskView task, Inventory inventory, Instant now) {
        Retry retry = task.policy().retry();
        if (task.state() != TaskState.OPEN || !retry.allows(client.reason(), client.attempt())) {
            String why = "the update ended here as " + client.state().word() + " and is not offered again"
                    + client.detail().map(detail -> ": " + detail).orElse("");
            return Step.stay(client, notAgain(client, why));
        }
        return again(client, task, inventory, now);
    }

    private Step afterSuccess(ClientRecord client, TaskView task, Inventory inventory, Instant now) {
        if (!differs(inventory, task)) {
            return Step.stay(client, new NothingToDo(UP_TO_DATE));
        }
        ClientRecord fellBack = client.in(ClientState.ROLLED_BACK)
                .because(
                        Optional.empty(),
                        Optional.of("what the client has is no longer what it reported"),
                        Optional.empty());
        Step noticed = Step.move(client, fellBack);
        return task.state() == TaskState.OPEN
                ? noticed.andThen(again(fellBack, task, inventory, now))
                : noticed.sending(notAgain(fellBack, "the task has ended"));
    }

    private static boolean differs(Inventory inventory, TaskView task) {
        return task.target()
                .map(target -> !Plan.of(inventory, target, task, Set.of()).isEmpty())
                .orElse(false);
    }

    private Step again(ClientRecord client, TaskView task, Inventory inventory, Instant now) {
        return propose(client.withoutOffer(), task, inventory, now);
    }

    /** Offers what differs. A current offer that still says the same is made again under its name. */
    private Step propose(ClientRecord client, TaskView task, Inventory inventory, Instant now) {
        if (task.state() != TaskState.OPEN) {
            return task.state() == TaskState.PAUSED
                    ? Step.stay(client, Wait.of(WaitFor.OTHERS))
                    : Step.close(client, CloseCode.TASK_ENDED);
        }
        Optional<CurrentOffer> standing = client.offer();
        ClientRecord trying = standing.isPresent() ? client : client.attempt(client.attempt() + 1);
        Optional<TaskView.Target> matching = task.target();
        if (matching.isEmpty()) {
            return nothingToDo(client, trying, task.noTarget().get());
        }
        TaskView.Target target = matching.get();
        Set<String> keep = standing.map(CurrentOffer::keep).orElse(Set.of());
        List<Change> changes = Plan.of(inventory, target, task, keep);
        if (changes.isEmpty()) {
            return nothingToDo(client, trying, UP_TO_DATE);
        }
        CurrentOffer offer = standing.filter(current ->
                        current.changes().equals(changes) && current.bundle().equals(target.bundle()))
                .orElseGet(() -> offer(trying, task, target, changes, keep, now));
        return offered(client, trying, offer, task);
    }

    private static Step nothingToDo(ClientRecord client, ClientRecord trying, String why) {
        ClientRecord done = trying.withoutOffer()
                .in(ClientState.NOTHING_TO_DO)
                .because(Optional.empty(), Optional.of(why), Optional.empty());
        return Step.move(client, done, new NothingToDo(why));
    }

    private CurrentOffer offer(
            ClientRecord trying,
            TaskView task,
            TaskView.Target target,
            List<Change> changes,
            Set<String> keep,
            Instant now) {
        Instant since = trying.offer().map(CurrentOffer::since).orElse(now);
        Terms terms = task.policy().terms(since, task.deadline());
        return new CurrentOffer(
                offerNames.get(), trying.attempt(), target.bundle(), changes, terms, since, keep, false);
    }

    private static Step offered(ClientRecord client, ClientRecord trying, CurrentOffer offer, TaskView task) {
        Message message = offer.offerMessage(task.notes());
        return client.state() == ClientState.OFFERED
                ? Step.stay(client.with(offer), message)
                : Step.move(client, trying.with(offer).in(ClientState.OFFERED), message);
    }

    private Step answer(ClientRecord client, TaskView task, History history, Answer answer, Instant now) {
        Optional<CurrentOffer> current =
                client.offer().filter(offer -> offer.id().equals(answer.offer()));
        if (current.isEmpty()) {
            return history.offered(answer.offer()) ? Step.stay(client) : Step.close(client, CloseCode.WRONG_STATE);
        }
        CurrentOffer offer = current.get();
        if (offer.agreed()
                && answer.decision() == Decision.ACCEPT
                && !client.state().terminal()) {
            return Step.stay(client, offer.agreedMessage());
        }
        if (client.state() != ClientState.OFFERED && client.state() != ClientState.DEFERRED) {
            return Step.stay(client);
        }
        return switch (answer.decision()) {
            case ACCEPT -> accepted(client, offer);
            case DECLINE ->
                Step.move(
                        client,
                        client.in(ClientState.DECLINED).because(answer.reason(), answer.detail(), Optional.empty()));
            case DEFER -> deferred(client, offer, answer, now);
            case COUNTER -> countered(client, task, offer, answer);
        };
    }

    private static Step accepted(ClientRecord client, CurrentOffer offer) {
        CurrentOffer agreed = offer.agree();
        return Step.move(client, client.with(agreed).in(ClientState.ACCEPTED), agreed.agreedMessage());
    }

    private static Step deferred(ClientRecord client, CurrentOffer offer, Answer answer, Instant now) {
        Optional<Instant> latest = offer.terms().deferUntil();
        if (latest.isEmpty()) {
            return refuse(client, offer, "this task does not allow to defer the update");
        }
        if (answer.until().isEmpty() || answer.until().get().isAfter(latest.get())) {
            return refuse(client, offer, "this task allows to defer the update until " + latest.get() + " at most");
        }
        if (client.state() == ClientState.DEFERRED) {
            return Step.stay(client.until(answer.until().get()));
        }
        return Step.move(
                client,
                client.in(ClientState.DEFERRED)
                        .because(answer.reason(), answer.detail(), Optional.empty())
                        .until(answer.until().get()));
    }

    private Step countered(ClientRecord client, TaskView task, CurrentOffer offer, Answer answer) {
        if (!offer.terms().keepLocal()) {
            return refuse(client, offer, "this task does not allow to keep local changes");
        }
        Set<String> keep = new HashSet<>(offer.keep());
        keep.addAll(answer.keep());
        List<Change> rest = offer.changes().stream()
                .filter(change -> !keep.contains(change.path()))
                .toList();
        if (rest.size() == offer.changes().size()) {
            return refuse(client, offer, "none of the paths to keep is part of the offer");
        }
        if (rest.isEmpty()) {
            return nothingToDo(client, client, "the client keeps everything that would change");
        }
        CurrentOffer revised = new CurrentOffer(
                offerNames.get(), offer.attempt(), offer.bundle(), rest, offer.terms(), offer.since(), keep, false);
        return offered(client, client, revised, task);
    }

    private static Step refuse(ClientRecord client, CurrentOffer offer, String why) {
        return Step.stay(client, new Refused(offer.id(), Reason.POLICY, why));
    }
}
