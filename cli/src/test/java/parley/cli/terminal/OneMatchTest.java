package parley.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OneMatchTest {

    private static final OneMatch KEY = new OneMatch(
            "key",
            "ci",
            "There is no API key \"ci\".",
            "No live key has this name, and none has this id.",
            "parley key list",
            Optional.of("unknown_key"));

    @Test
    void theOnlyOneIsMeant() {
        assertThat(KEY.in(List.of("k1"), key -> key)).isEqualTo("k1");
    }

    @Test
    void noneIsAnErrorWithItsCode() {
        CliProblem problem = catchThrowableOfType(CliProblem.class, () -> KEY.in(List.<String>of(), key -> key));

        assertThat(problem.exit()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(problem.what()).isEqualTo("There is no API key \"ci\".");
        assertThat(problem.why()).isEqualTo("No live key has this name, and none has this id.");
        assertThat(problem.hint()).isEqualTo("parley key list");
        assertThat(problem.code()).contains("unknown_key");
    }

    @Test
    void severalAreAnErrorThatShowsEach() {
        CliProblem problem =
                catchThrowableOfType(CliProblem.class, () -> KEY.in(List.of("k1", "k2"), key -> key + "  admin"));

        assertThat(problem.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(problem.what()).isEqualTo("\"ci\" means more than one key.");
        assertThat(problem.why()).isEqualTo("k1  admin\nk2  admin");
        assertThat(problem.hint()).isEqualTo("parley key list");
        assertThat(problem.code()).isEmpty();
    }
}
