package parley.server.task.decide;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Predicate;
import parley.message.bundle.Digest;
import parley.message.json.Word;

/**
 * What a client that has succeeded in a task goes back to when that task is undone: what it had before, or nothing, and
 * then why.
 */
public record UndoChoice(Optional<Success> before, Optional<Obstacle> obstacle) {

    /**
     * A success of the client in another task.
     *
     * @param sequence the task's place in the order of starts
     * @param bundle what it got there
     */
    public record Success(long sequence, Digest bundle) {}

    /** Why a client does not go back. */
    public enum Obstacle implements Word {
        /** The server knows of no earlier bundle with a path in common. */
        NOTHING_BEFORE,
        /** A task that started later has given it something with a path in common. */
        CHANGED_SINCE
    }

    /**
     * @param undone the place of the undone task in the order of starts
     * @param others what the client got in other tasks, in any order
     * @param alike whether a bundle has a path in common with what the client got in the undone task
     */
    public static UndoChoice of(long undone, Collection<Success> others, Predicate<Digest> alike) {
        Optional<Success> last = others.stream()
                .filter(success -> alike.test(success.bundle()))
                .max(Comparator.comparingLong(Success::sequence));
        if (last.filter(success -> success.sequence() > undone).isPresent()) {
            return new UndoChoice(Optional.empty(), Optional.of(Obstacle.CHANGED_SINCE));
        }
        return last.isPresent()
                ? new UndoChoice(last, Optional.empty())
                : new UndoChoice(Optional.empty(), Optional.of(Obstacle.NOTHING_BEFORE));
    }
}
