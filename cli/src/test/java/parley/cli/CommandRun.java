package parley.cli;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import parley.cli.terminal.Shell;
import parley.cli.terminal.Terminal;

/** A command line that ran in this JVM, without a terminal and with nothing to read. */
public record CommandRun(int exit, String out, String err) {

    /** @param home the account's home and the folder in which the command runs */
    public static CommandRun of(Path home, Clock clock, Map<String, String> variables, String... words) {
        Map<String, String> environment = new TreeMap<>(variables);
        environment.put("HOME", home.toString());
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Shell shell = new Shell(
                environment,
                home,
                home.toString(),
                new ByteArrayInputStream(new byte[0]),
                new PrintWriter(out),
                new PrintWriter(err),
                Terminal.none(),
                clock);
        return new CommandRun(Parley.run(shell, words), out.toString(), err.toString());
    }
}
