package parley.server.task.selector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectorTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            ''                                       | ''                   | true
            '  '                                     | room=1               | true
            role=web                                 | role=web             | true
            role=web                                 | role=db              | false
            role=web                                 | ''                   | false
            role==web                                | role=web             | true
            role != web                              | role=web             | false
            role!=web                                | role=db              | true
            role!=web                                | ''                   | true
            role=                                    | role=                | true
            role=                                    | ''                   | false
            role=,room                               | role=,room=1         | true
            env in (prod,stage)                      | env=stage            | true
            env in (prod,stage)                      | env=test             | false
            env in (prod,stage)                      | ''                   | false
            env in(prod)                             | env=prod             | true
            env in (,prod)                           | env=                 | true
            env in (prod,)                           | env=                 | true
            env notin (prod,stage)                   | env=test             | true
            env notin (prod,stage)                   | env=prod             | false
            env notin (prod,stage)                   | ''                   | true
            canary                                   | canary=              | true
            canary                                   | ''                   | false
            !canary                                  | ''                   | true
            ! canary                                 | canary=yes           | false
            role=web,env in (prod,stage),!canary     | role=web,env=prod    | true
            role=web,env in (prod,stage),!canary     | role=web,env=prod,canary=1 | false
            'role = web , env  notin ( a , b )'      | role=web             | true
            example.org/role=web                     | example.org/role=web | true
            in in (in,notin)                         | in=notin             | true
            notin                                    | notin=1              | true
            role=in                                  | role=in              | true
            Role=web                                 | role=web             | false
            """)
    void selectsAsKubernetesDoes(String selector, String labels, boolean matches) throws SelectorException {
        assertThat(Selector.parse(selector).matches(labels(labels))).isEqualTo(matches);
    }

    private static Map<String, String> labels(String text) {
        return Arrays.stream(text.split(","))
                .filter(label -> !label.isEmpty())
                .collect(Collectors.toMap(l -> l.substring(0, l.indexOf('=')), l -> l.substring(l.indexOf('=') + 1)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            ,            | 1  | at character 1: expected the key of a label, found ","
            role=web,    | 10 | at character 10: expected the key of a label, but it ends there
            role=web,,a  | 10 | at character 10: expected the key of a label, found ","
            =web         | 1  | at character 1: expected the key of a label, found "="
            !            | 2  | at character 2: expected the key of a label, but it ends there
            !role=web    | 6  | at character 6: expected a comma or the end, found "="
            !=web        | 1  | at character 1: expected the key of a label, found "!"
            role web     | 6  | at character 6: expected =, !=, in, notin, a comma or the end, found "web"
            role>5       | 5  | at character 5: expected =, !=, in, notin, a comma or the end, found ">"
            role=a b     | 8  | at character 8: expected a comma or the end, found "b"
            role=(a)     | 6  | at character 6: expected the value of a label, found "("
            role===a     | 7  | at character 7: expected the value of a label, found "="
            role in      | 8  | at character 8: expected ( and the values, but it ends there
            role in a    | 9  | at character 9: expected ( and the values, found "a"
            role in ()   | 10 | at character 10: there is no value between the parentheses
            role in ( )  | 11 | at character 11: there is no value between the parentheses
            role in (a   | 11 | at character 11: expected a comma or ), but it ends there
            role in (a b)| 12 | at character 12: expected a comma or ), found "b"
            role in (a)) | 12 | at character 12: expected a comma or the end, found ")"
            -role=a      | 1  | at character 1: "-role" is not a label key
            a/b/c        | 1  | at character 1: "a/b/c" is not a label key
            rôle=a       | 1  | at character 1: "rôle" is not a label key
            role=-a      | 6  | at character 6: "-a" is not a label value
            role=a*      | 6  | at character 6: "a*" is not a label value
            role IN (a)  | 6  | at character 6: expected =, !=, in, notin, a comma or the end, found "IN"
            """)
    void saysWhereAndWhyATextIsNoSelector(String text, int position, String message) {
        assertThatExceptionOfType(SelectorException.class)
                .isThrownBy(() -> Selector.parse(text))
                .withMessage(message)
                .satisfies(e -> assertThat(e.position()).isEqualTo(position));
    }

    @Test
    void hasAtMost4096Characters() throws SelectorException {
        assertThat(Selector.parse(" ".repeat(4_096)).isForEverybody()).isTrue();
        assertThatExceptionOfType(SelectorException.class)
                .isThrownBy(() -> Selector.parse(" ".repeat(4_097)))
                .withMessage("it has more than 4096 characters");
    }

    @Test
    void hasAtMost32Requirements() throws SelectorException {
        String most = IntStream.range(0, 32).mapToObj(i -> "k" + i).collect(Collectors.joining(","));
        assertThat(Selector.parse(most).requirements()).hasSize(32);
        assertThatExceptionOfType(SelectorException.class)
                .isThrownBy(() -> Selector.parse(most + ",more"))
                .withMessage("at character 119: there are more than 32 requirements");
    }

    @Test
    void hasAtMost256ValuesInASet() throws SelectorException {
        String most = IntStream.range(0, 256).mapToObj(i -> "v" + i).collect(Collectors.joining(","));
        assertThat(Selector.parse("k in (" + most + ")").requirements().get(0).values())
                .hasSize(256);
        assertThatExceptionOfType(SelectorException.class)
                .isThrownBy(() -> Selector.parse("k in (" + most + ",more)"))
                .withMessageEndingWith("there are more than 256 values in one set");
    }
}
