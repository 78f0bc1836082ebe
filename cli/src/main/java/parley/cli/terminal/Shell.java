package parley.cli.terminal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import parley.folders.UserFolders;

/**
 * The environment of one run of the CLI: variables, working folder, streams, terminal, clock. Commands read none of
 * this from static state, so that tests can run them in one JVM.
 *
 * @param environment the environment variables
 * @param folder the working folder, absolute; relative paths of the user start here
 * @param accountHome the home folder of the account, for {@link UserFolders}
 * @param in standard input
 * @param out standard output, for data
 * @param err standard error, for everything else
 * @param terminal what is known of the terminal
 * @param clock tells the time, and the zone in which times are shown
 */
public record Shell(
        Map<String, String> environment,
        Path folder,
        String accountHome,
        InputStream in,
        PrintWriter out,
        PrintWriter err,
        Terminal terminal,
        Clock clock) {

    /** The shell of this process. */
    @SuppressWarnings("JavaTimeDefaultTimeZone") // whoever reads the times lives in that zone
    public static Shell ofThisProcess() {
        return new Shell(
                System.getenv(),
                Path.of("").toAbsolutePath(),
                System.getProperty("user.home", ""),
                System.in,
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                Terminal.ofThisProcess(),
                Clock.systemDefaultZone());
    }

    /** An environment variable; an empty one counts as not set. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    /** Where this user's state, data and caches belong. */
    public UserFolders folders() {
        return new UserFolders(
                environment, accountHome, System.getProperty("os.name", "").startsWith("Windows"));
    }

    /** The path that the user meant by {@code text}. */
    public Path path(String text) {
        return folder.resolve(text).normalize();
    }

    /** Colours for what goes to standard output. */
    public Style outStyle() {
        return new Style(terminal.outIsTerminal() && colourAllowed());
    }

    /** Colours for what goes to standard error. */
    public Style errStyle() {
        return new Style(terminal.errIsTerminal() && colourAllowed());
    }

    private boolean colourAllowed() {
        return variable("NO_COLOR").isEmpty() && !"dumb".equals(environment.get("TERM"));
    }

    /** Whether a person can be asked: the question is shown on a terminal and the answer typed on one. */
    public boolean canAsk() {
        return terminal.inIsTerminal() && terminal.errIsTerminal();
    }

    /** Asks a question on standard error. Anything but y or yes is no. */
    public boolean confirm(String question) {
        String answer = ask(question + " [y/N] ").orElse("");
        return answer.equalsIgnoreCase("y") || answer.equalsIgnoreCase("yes");
    }

    /**
     * Prints a question on standard error and returns the typed line; empty if the input has ended or its terminal is
     * gone.
     */
    public Optional<String> ask(String question) {
        err.print(question);
        err.flush();
        try {
            return readLine().map(String::strip);
        } catch (UncheckedIOException gone) {
            return Optional.empty();
        }
    }

    /** Asks for a secret; what is typed is not shown. Empty when the input has ended. */
    public Optional<String> askSecret(String question) {
        err.print(question + ": ");
        err.flush();
        Optional<String> answer = terminal.readSecret().or(this::readLine);
        err.flush();
        return answer;
    }

    /** One line of standard input without its end; empty when the input has ended. At most 64 KiB are read. */
    public Optional<String> readLine() {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try {
            int read = in.read();
            if (read < 0) {
                return Optional.empty();
            }
            while (read >= 0 && read != '\n' && line.size() < 65_536) {
                line.write(read);
                read = in.read();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("standard input cannot be read", e);
        }
        return Optional.of(line.toString(StandardCharsets.UTF_8));
    }
}
