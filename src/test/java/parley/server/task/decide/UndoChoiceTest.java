package parley.server.task.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import parley.message.bundle.Digest;
import parley.server.task.decide.UndoChoice.Obstacle;
import parley.server.task.decide.UndoChoice.Success;

class UndoChoiceTest {

    private static final Digest FIRST = digest('1');
    private static final Digest SECOND = digest('2');
    private static final Digest OTHER_FOLDER = digest('9');
    private static final Set<Digest> ALIKE = Set.of(FIRST, SECOND);

    private static Digest digest(char digit) {
        return new Digest("sha256:" + String.valueOf(digit).repeat(64));
    }

    private static UndoChoice undo(long sequence, Success... others) {
        return UndoChoice.of(sequence, List.of(others), ALIKE::contains);
    }

    @Test
    void aClientGoesBackToItsLastBundleBefore() {
        assertThat(undo(9, new Success(3, FIRST), new Success(7, SECOND), new Success(5, FIRST)))
                .isEqualTo(new UndoChoice(Optional.of(new Success(7, SECOND)), Optional.empty()));
    }

    @Test
    void aClientThatHadNothingBeforeStaysAsItIs() {
        assertThat(undo(9)).isEqualTo(new UndoChoice(Optional.empty(), Optional.of(Obstacle.NOTHING_BEFORE)));
    }

    @Test
    void aBundleOfAnotherFolderIsNotWhatItHadBefore() {
        assertThat(undo(9, new Success(7, OTHER_FOLDER)))
                .isEqualTo(new UndoChoice(Optional.empty(), Optional.of(Obstacle.NOTHING_BEFORE)));
        assertThat(undo(9, new Success(7, OTHER_FOLDER), new Success(3, FIRST)).before())
                .contains(new Success(3, FIRST));
    }

    @Test
    void whatALaterTaskHasChangedIsNotUndone() {
        assertThat(undo(9, new Success(3, FIRST), new Success(12, SECOND)))
                .isEqualTo(new UndoChoice(Optional.empty(), Optional.of(Obstacle.CHANGED_SINCE)));
        assertThat(undo(9, new Success(3, FIRST), new Success(12, OTHER_FOLDER)).before())
                .contains(new Success(3, FIRST));
    }
}
