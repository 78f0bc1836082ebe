package parley.cli.terminal;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Finds the one thing that fits what was typed.
 *
 * @param kind its kind, such as "key"
 * @param wanted what was typed
 * @param none the error where nothing fits
 * @param whyNone and why that is
 * @param next the command that lists them
 * @param code of the error if nothing fits, for {@code --json}
 */
public record OneMatch(String kind, String wanted, String none, String whyNone, String next, Optional<String> code) {

    /**
     * The only element.
     *
     * @param line how one of several is shown
     * @throws CliProblem when there is none, or more than one; it says which
     */
    public <T> T in(List<T> found, Function<T, String> line) {
        if (found.size() == 1) {
            return found.get(0);
        }
        if (found.isEmpty()) {
            throw new CliProblem(ExitCode.NOT_FOUND, none, whyNone, next, code);
        }
        throw new CliProblem(
                ExitCode.USAGE,
                "\"" + wanted + "\" means more than one " + kind + ".",
                found.stream().map(line).collect(Collectors.joining("\n")),
                next);
    }
}
