package parley.message.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parley.message.platform.PlatformNames.Problem;

class PlatformNamesTest {

    private static final Set<OperatingSystem> LINUX = Set.of(OperatingSystem.LINUX);
    private static final Set<OperatingSystem> MACOS = Set.of(OperatingSystem.MACOS);

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            quoteCharacter = '`',
            value = {
                "etc/trail ,Windows drops the dot or space at the end of \"trail \"",
                "name./x,Windows drops the dot or space at the end of \"name.\"",
                "aux.conf,\"aux.conf\" is the name of a device on Windows",
                "etc/nul,\"nul\" is the name of a device on Windows",
                "dev-disk-by\\x2dlabel-a.swap,\"dev-disk-by\\x2dlabel-a.swap\" holds a character that Windows "
                        + "does not take",
                "Foo::Bar.3pm,\"Foo::Bar.3pm\" holds a character that Windows does not take"
            })
    void windowsCannotHaveThese(String path, String why) {
        assertThat(PlatformNames.problem(path, OperatingSystem.ALL)).contains(why);
        assertThat(PlatformNames.problem(path, LINUX)).isEmpty();
        assertThat(PlatformNames.problem(path, MACOS)).isEmpty();
        assertThat(PlatformNames.of(List.of(path), OperatingSystem.ALL).first())
                .extracting(Problem::why)
                .containsExactly(why);
    }

    @Test
    void namesThatDifferInCaseOnlyAreToldOnceAndOnlyWhereItMatters() {
        List<String> paths = List.of("Conf/a", "conf/b", "conf/c", "README", "readme");

        assertThat(PlatformNames.of(paths, OperatingSystem.ALL).first())
                .containsExactly(
                        new Problem("conf", "macOS and Windows cannot distinguish it from Conf"),
                        new Problem("readme", "macOS and Windows cannot distinguish it from README"));
        assertThat(PlatformNames.of(paths, MACOS).first())
                .containsExactly(
                        new Problem("conf", "macOS cannot distinguish it from Conf"),
                        new Problem("readme", "macOS cannot distinguish it from README"));
        assertThat(PlatformNames.of(paths, LINUX).isEmpty()).isTrue();
    }

    @Test
    void manyProblemsAreCountedAndTheFirstAreNamed() {
        List<String> paths =
                IntStream.range(0, 1000).mapToObj(i -> "nul/" + i + ":").toList();

        PlatformNames.Problems problems = PlatformNames.of(paths, OperatingSystem.ALL);

        assertThat(problems.count()).isEqualTo(1001);
        assertThat(problems.first()).hasSize(20);
        assertThat(problems.first().get(0).path()).isEqualTo("nul");
    }

    @ParameterizedTest
    @CsvSource({"Linux, LINUX", "FreeBSD, LINUX", "Mac OS X, MACOS", "Darwin, MACOS", "Windows 11, WINDOWS", "'', LINUX"
    })
    void aPlatformIsToldByTheNameThatItsJavaGives(String os, OperatingSystem expected) {
        assertThat(OperatingSystem.of(new Platform(os, "amd64", "17"))).isEqualTo(expected);
    }
}
