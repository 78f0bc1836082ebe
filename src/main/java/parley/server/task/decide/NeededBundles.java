package parley.server.task.decide;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import parley.message.bundle.Digest;

/** Why the history of one client still needs a bundle: the client has it, or would go back to it. Pure. */
public final class NeededBundles {

    /**
     * What a client got in a task.
     *
     * @param sequence the task's place in the order of starts
     * @param canBeUndone whether an undo of that task would concern the client: it has succeeded there, or applies, and
     *     the task was not undone
     */
    public record Got(long sequence, Digest bundle, boolean canBeUndone) {}

    /**
     * A task that needs the bundle.
     *
     * @param sequence its place in the order of starts
     * @param forUndo whether its undo would bring the bundle back; otherwise it is the one that brought the bundle
     */
    public record Need(long sequence, boolean forUndo) {}

    private NeededBundles() {}

    /**
     * @param all everything that the client got, in any order
     * @param alike whether two bundles are the same or have a path in common
     */
    public static List<Need> of(Digest bundle, List<Got> all, BiPredicate<Digest, Digest> alike) {
        List<Need> needs = new ArrayList<>();
        all.stream()
                .filter(got -> got.bundle().equals(bundle))
                .filter(got -> all.stream()
                        .noneMatch(later -> later.sequence() > got.sequence() && alike.test(bundle, later.bundle())))
                .forEach(got -> needs.add(new Need(got.sequence(), false)));
        all.stream()
                .filter(Got::canBeUndone)
                .filter(undone -> UndoChoice.of(
                                undone.sequence(), others(all, undone), other -> alike.test(undone.bundle(), other))
                        .before()
                        .filter(before -> before.bundle().equals(bundle))
                        .isPresent())
                .forEach(undone -> needs.add(new Need(undone.sequence(), true)));
        return needs;
    }

    /** The places of the tasks that brought a client what it has, or what it would go back to by an undo. */
    public static Set<Long> sources(List<Got> all, BiPredicate<Digest, Digest> alike) {
        Set<Long> sources = new HashSet<>();
        all.stream()
                .filter(got -> all.stream()
                        .noneMatch(
                                later -> later.sequence() > got.sequence() && alike.test(got.bundle(), later.bundle())))
                .forEach(got -> sources.add(got.sequence()));
        all.stream()
                .filter(Got::canBeUndone)
                .flatMap(undone -> UndoChoice.of(
                        undone.sequence(), others(all, undone), other -> alike.test(undone.bundle(), other))
                        .before()
                        .stream())
                .forEach(before -> sources.add(before.sequence()));
        return sources;
    }

    private static List<UndoChoice.Success> others(List<Got> all, Got undone) {
        return all.stream()
                .filter(got -> got.sequence() != undone.sequence())
                .map(got -> new UndoChoice.Success(got.sequence(), got.bundle()))
                .toList();
    }
}
