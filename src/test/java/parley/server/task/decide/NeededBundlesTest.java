package parley.server.task.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;
import parley.message.bundle.Digest;
import parley.server.task.decide.NeededBundles.Got;
import parley.server.task.decide.NeededBundles.Need;

class NeededBundlesTest {

    private static final Digest V1 = bundle('1');
    private static final Digest V2 = bundle('2');
    private static final Digest V3 = bundle('3');
    private static final Digest OTHER = bundle('a');

    /** Those of one application have paths in common, the other bundle has none with them. */
    private static final BiPredicate<Digest, Digest> ALIKE =
            (one, other) -> one.equals(other) || Set.of(V1, V2, V3).containsAll(Set.of(one, other));

    private static Digest bundle(char digit) {
        return new Digest("sha256:" + String.valueOf(digit).repeat(64));
    }

    private static List<Need> needs(Digest bundle, Got... all) {
        return NeededBundles.of(bundle, List.of(all), ALIKE);
    }

    @Test
    void aClientNeedsWhatItHas() {
        assertThat(needs(V1, new Got(1, V1, true))).containsExactly(new Need(1, false));
    }

    @Test
    void whatTheLastTaskReplacedIsNeededForItsUndo() {
        assertThat(needs(V1, new Got(1, V1, true), new Got(2, V2, true))).containsExactly(new Need(2, true));
    }

    @Test
    void whatWasReplacedTwiceIsNotNeeded() {
        assertThat(needs(V1, new Got(1, V1, true), new Got(2, V2, true), new Got(3, V3, true)))
                .isEmpty();
    }

    @Test
    void anotherApplicationReplacesNothing() {
        assertThat(needs(V1, new Got(1, V1, true), new Got(2, OTHER, true), new Got(3, OTHER, true)))
                .containsExactly(new Need(1, false));
    }

    @Test
    void whatWasReplacedIsNotNeededWhenTheUndoIsMade() {
        // task 2 brought V2 and was undone by task 3, which brought V1 back; then task 4 and task 5
        assertThat(needs(V2, new Got(1, V1, true), new Got(2, V2, false), new Got(3, V1, true)))
                .containsExactly(new Need(3, true));
        assertThat(needs(V2, new Got(1, V1, true), new Got(2, V2, false), new Got(3, V1, true), new Got(4, V3, true)))
                .isEmpty();
    }

    @Test
    void theTasksThatBroughtTheLastContentAndTheOneBeforeAreItsSources() {
        assertThat(NeededBundles.sources(
                        List.of(
                                new Got(1, V1, true),
                                new Got(2, V2, true),
                                new Got(3, OTHER, true),
                                new Got(4, V3, true)),
                        ALIKE))
                .containsExactlyInAnyOrder(2L, 3L, 4L);
    }

    @Test
    void aTaskThatChangedNothingAtTheClientCannotBeUndoneThere() {
        assertThat(needs(V1, new Got(1, V1, true), new Got(2, V2, false))).isEmpty();
        assertThat(needs(V2, new Got(1, V1, true), new Got(2, V2, false))).containsExactly(new Need(2, false));
    }
}
