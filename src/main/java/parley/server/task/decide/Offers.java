package parley.server.task.decide;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import parley.message.ClientState;
import parley.message.Inventory;
import parley.message.Message;
import parley.message.NothingToDo;
import parley.message.Terms;
import parley.message.bundle.BundlePath;
import parley.message.bundle.Change;

/** Makes offers, and revises them. */
final class Offers {

    static final String UP_TO_DATE = "everything is as the update wants it";

    private final Supplier<String> names;

    Offers(Supplier<String> names) {
        this.names = names;
    }

    /** Whether the client differs from its target in more than it was allowed to keep. */
    boolean differs(ClientRecord client, Inventory inventory, TaskSnapshot task) {
        return task.target()
                .map(target -> !NeededChanges.of(inventory, target, task, kept(client, target))
                        .isEmpty())
                .orElse(false);
    }

    /** The relevant paths about which a partial inventory says nothing. */
    static List<String> leftOut(Inventory inventory, TaskSnapshot task) {
        Set<String> told = new HashSet<>(inventory.modified()); // what is changed and not in the files is gone
        told.addAll(inventory.files().keySet());
        return task.target().map(target -> NeededChanges.ours(inventory, target, task)).orElse(Set.of()).stream()
                .filter(path -> !told.contains(path))
                .sorted(BundlePath.ORDER)
                .toList();
    }

    private static Set<String> kept(ClientRecord client, TaskSnapshot.Target target) {
        return client.offer()
                .filter(offer -> offer.bundle().sha256().equals(target.bundle().sha256()))
                .map(CurrentOffer::keep)
                .orElse(Set.of());
    }

    /** Offers the differences. Repeats the current offer if it has the same content. */
    NegotiationStep propose(ClientRecord client, TaskSnapshot task, Inventory inventory) {
        Optional<CurrentOffer> standing = client.offer();
        ClientRecord trying = standing.isPresent() ? client : client.attempt(client.attempt() + 1);
        Optional<TaskSnapshot.Target> matching = task.target();
        if (matching.isEmpty()) {
            return nothingToDo(client, trying.withoutOffer(), task.noTarget().get());
        }
        TaskSnapshot.Target target = matching.get();
        Set<String> keep = standing.map(CurrentOffer::keep).orElse(Set.of());
        List<Change> changes = NeededChanges.of(inventory, target, task, keep);
        if (changes.isEmpty()) {
            return nothingToDo(client, trying.withoutOffer(), UP_TO_DATE);
        }
        Instant since = standing.map(CurrentOffer::since).orElse(task.now());
        Terms terms = task.policy().terms(since, task.deadline(), client.confirms(), task.now());
        CurrentOffer offer = standing.filter(current -> current.proposes(target.bundle(), changes, terms))
                .orElseGet(() -> new CurrentOffer(
                        names.get(), trying.attempt(), target.bundle(), changes, terms, since, keep, false));
        return made(client, trying, offer, task);
    }

    /** Makes the same offer without the paths that the client wants to keep; at least one of them is in the offer. */
    NegotiationStep revise(ClientRecord client, TaskSnapshot task, CurrentOffer offer, Set<String> alsoKept) {
        Set<String> keep = new HashSet<>(offer.keep());
        keep.addAll(alsoKept);
        List<Change> rest = offer.changes().stream()
                .filter(change -> !keep.contains(change.path()))
                .toList();
        CurrentOffer revised = new CurrentOffer(
                names.get(), offer.attempt(), offer.bundle(), rest, offer.terms(), offer.since(), keep, false);
        return rest.isEmpty()
                ? nothingToDo(client, client.with(revised), "the client keeps everything that would change")
                : made(client, client, revised, task);
    }

    private static NegotiationStep nothingToDo(ClientRecord client, ClientRecord trying, String why) {
        ClientRecord done = trying.in(ClientState.NOTHING_TO_DO).because(Explanation.of(why));
        return NegotiationStep.move(client, done, new NothingToDo(why));
    }

    private static NegotiationStep made(
            ClientRecord client, ClientRecord trying, CurrentOffer offer, TaskSnapshot task) {
        Message message = offer.offerMessage(task.notes());
        return client.state() == ClientState.OFFERED
                ? NegotiationStep.stay(client.with(offer), message)
                : NegotiationStep.move(client, trying.with(offer).in(ClientState.OFFERED), message);
    }
}
