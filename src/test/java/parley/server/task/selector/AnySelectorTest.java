package parley.server.task.selector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import parley.server.task.selector.Requirement.Operator;

/** What holds for every selector and all labels. */
class AnySelectorTest {

    private static final Arbitrary<String> KEYS = Arbitraries.of("role", "env", "in", "notin", "example.org/tier", "0");
    private static final Arbitrary<String> VALUES = Arbitraries.of("", "web", "db", "in", "notin", "a.b_c-d", "1");

    @Provide
    Arbitrary<Requirement> requirements() {
        Arbitrary<Operator> operators = Arbitraries.of(Operator.class);
        return Combinators.combine(KEYS, operators, VALUES.set().ofMinSize(1).ofMaxSize(4))
                .as((key, operator, values) -> new Requirement(
                        key,
                        operator,
                        operator == Operator.EXISTS || operator == Operator.ABSENT
                                ? new TreeSet<>()
                                : new TreeSet<>(values)));
    }

    @Provide
    Arbitrary<Selector> selectors() {
        return requirements().list().ofMaxSize(5).map(Selector::new);
    }

    @Provide
    Arbitrary<Map<String, String>> labels() {
        return Arbitraries.maps(KEYS, VALUES).ofMaxSize(5);
    }

    @Property
    void itsTextMeansTheSame(@ForAll("selectors") Selector selector) throws SelectorException {
        assertThat(Selector.parse(selector.toString())).isEqualTo(selector);
    }

    @Property
    void everyRequirementMustHold(
            @ForAll("selectors") Selector selector,
            @ForAll("requirements") Requirement more,
            @ForAll("labels") Map<String, String> labels) {
        TreeSet<String> none = new TreeSet<>();
        boolean before = selector.matches(labels);
        Selector both = new Selector(
                Stream.concat(selector.requirements().stream(), Stream.of(more)).toList());

        assertThat(both.matches(labels)).isEqualTo(before && more.holds(labels));
        assertThat(new Requirement(more.key(), Operator.EXISTS, none).holds(labels))
                .isNotEqualTo(new Requirement(more.key(), Operator.ABSENT, none).holds(labels));
    }

    @Property
    void notInIsTheOppositeOfIn(
            @ForAll("requirements") Requirement requirement, @ForAll("labels") Map<String, String> labels) {
        Requirement in = new Requirement(requirement.key(), Operator.IN, requirement.values());
        Requirement notIn = new Requirement(requirement.key(), Operator.NOT_IN, requirement.values());

        assertThat(notIn.holds(labels)).isNotEqualTo(in.holds(labels));
    }

    @Property
    void noTextDoesAnythingButParseOrSayWhere(@ForAll String text) {
        assertParsesOrSaysWhere(text);
    }

    @Property
    void neitherDoesOneThatLooksLikeASelector(@ForAll("almost") String text) {
        assertParsesOrSaysWhere(text);
    }

    @Provide
    Arbitrary<String> almost() {
        return Arbitraries.of("=", "==", "!", "!=", "(", ")", ",", ">", " ", "in", " notin ", "role", "-", "\n", "é")
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
    }

    private static void assertParsesOrSaysWhere(String text) {
        try {
            Selector selector = Selector.parse(text);
            assertThat(selector.isForEverybody()).isEqualTo(text.isBlank());
        } catch (SelectorException e) {
            assertThat(e.position()).isBetween(1, text.length() + 1);
            assertThat(e.getMessage()).startsWith("at character " + e.position() + ": ");
        }
    }
}
