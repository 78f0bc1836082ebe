package parley.cli.taskfile;

import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;

/**
 * A place in a task file.
 *
 * @param line from 1
 * @param column from 1
 */
record YamlPlace(String file, int line, int column) {

    private static final String SCHEMA = "docs/task.schema.json describes the file, docs/cli.md has an example";

    static YamlPlace of(String file, Optional<Mark> mark) {
        return mark.map(at -> new YamlPlace(file, at.getLine() + 1, at.getColumn() + 1))
                .orElseGet(() -> new YamlPlace(file, 1, 1));
    }

    /** The error about what is here. */
    CliProblem problem(String why) {
        return problem(why, SCHEMA);
    }

    CliProblem problem(String why, String hint) {
        return new CliProblem(ExitCode.USAGE, "The task file is not valid.", this + ": " + why, hint);
    }

    /** As compilers write it, so that editors can go there. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
