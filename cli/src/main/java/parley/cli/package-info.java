/**
 * The command line {@code parley}: the main class and the list of commands. Each noun of the command line has a
 * package with one command per file, each a thin layer over REST ({@link parley.cli.rest}) or over the client library
 * ({@code join}).
 *
 * <p>Promised: data goes to standard output and everything else to standard error; the exit codes are those of
 * {@link parley.cli.terminal.ExitCode}; the member names of {@code --json} do not change within version 1 (docs/cli.md
 * lists them); no stack trace is shown unless {@code PARLEY_DEBUG} is set. Out of scope: what the server decides. The
 * CLI repeats no rule of the server; it shows the server's messages.
 */
@NullMarked
package parley.cli;

import org.jspecify.annotations.NullMarked;
