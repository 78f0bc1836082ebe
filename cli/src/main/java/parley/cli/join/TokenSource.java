package parley.cli.join;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.Shell;
import parley.client.PastedToken;
import parley.protocol.JoinToken;
import parley.protocol.JoinTokenException;

/**
 * Reads the join token from the arguments, {@code @file}, {@code -} for standard input, {@code PARLEY_TOKEN}, or a
 * prompt without echo; finds it in pasted text ({@link PastedToken}). No error ever shows the token.
 */
public final class TokenSource {

    /** Words before a token that was copied with its command. */
    private static final Set<String> COMMAND_WORDS = Set.of("$", "#", ">", "%", "sudo", "parley", "./parley", "join");

    /** The longest file in bytes: UTF-16 has two for each character. */
    private static final int LONGEST = 2 * PastedToken.LONGEST;

    /** The most lines at a prompt: a token that was wrapped to 20 columns has fewer. */
    private static final int MOST_LINES = 100;

    private final Shell shell;

    /** A text, and the name of its source for the beginning of a sentence. */
    private record Given(String text, String place) {}

    public TokenSource(Shell shell) {
        this.shell = shell;
    }

    /** {@code words} are the arguments of the command; a token in several of them was wrapped when it was copied. */
    public JoinToken token(List<String> words) {
        if (words.isEmpty()) {
            return parse(unnamed());
        }
        List<String> others = words.stream().dropWhile(COMMAND_WORDS::contains).toList();
        String first = others.isEmpty() ? "" : others.get(0);
        if (!first.equals("-") && !first.startsWith("@")) {
            return parse(new Given(String.join(" ", words), "The argument"));
        }
        if (others.size() > 1) {
            throw new CliProblem(
                    ExitCode.USAGE,
                    "There is more than one argument.",
                    first + " is the whole token; nothing may follow it.",
                    "parley join " + first);
        }
        return parse(first.equals("-") ? standardInput() : file(shell.path(first.substring(1))));
    }

    private Given unnamed() {
        return shell.variable("PARLEY_TOKEN")
                .map(text -> new Given(text, "PARLEY_TOKEN"))
                .orElseGet(() -> {
                    if (!shell.canAsk()) {
                        throw new CliProblem(
                                ExitCode.USAGE,
                                "There is no join token.",
                                "None is given, PARLEY_TOKEN is not set, and there is no terminal to ask on.",
                                "parley join TOKEN, parley join @FILE, or parley join - with the token on standard"
                                        + " input");
                    }
                    return new Given(typed(), "What was typed");
                });
    }

    /** Reads all lines of a pasted token, so that the rest does not end up in the shell. */
    private String typed() {
        StringBuilder typed =
                new StringBuilder(shell.askSecret("Join token (not shown)").orElse(""));
        for (int lines = 1; lines < MOST_LINES && PastedToken.in(typed).isUnfinished(); lines++) {
            Optional<String> next = shell.askSecret("Its next line (not shown; an empty one ends it)")
                    .filter(line -> !line.isBlank());
            if (next.isEmpty()) {
                break;
            }
            typed.append('\n').append(next.get());
        }
        return typed.toString();
    }

    private Given standardInput() {
        try {
            return given(shell.in().readNBytes(LONGEST + 1), "Standard input");
        } catch (IOException e) {
            throw new CliProblem(
                    ExitCode.USAGE,
                    "The token cannot be read.",
                    "Standard input gave an error: " + e.getMessage() + ".",
                    "parley join @FILE",
                    e);
        }
    }

    private Given file(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return given(in.readNBytes(LONGEST + 1), file.toString());
        } catch (IOException e) {
            throw new CliProblem(
                    ExitCode.USAGE,
                    "The token cannot be read from " + file + ".",
                    e instanceof NoSuchFileException
                            ? "There is no such file."
                            : Files.isDirectory(file) ? "It is a folder." : "The file cannot be read.",
                    "check the name and the permissions of the file",
                    e);
        }
    }

    private static Given given(byte[] bytes, String place) {
        String text = bytes.length > LONGEST ? " ".repeat(PastedToken.LONGEST + 1) : PastedToken.decoded(bytes);
        return new Given(text, place);
    }

    private static JoinToken parse(Given given) {
        if (given.text().length() > PastedToken.LONGEST) {
            throw new CliProblem(
                    ExitCode.TOKEN,
                    given.place() + " holds no join token.",
                    "It is too large for a token.",
                    "check where the token is: parley join @FILE");
        }
        PastedToken pasted = PastedToken.in(given.text());
        if (pasted.isEmpty()) {
            throw new CliProblem(
                    ExitCode.USAGE,
                    given.place() + " is empty.",
                    "There is nothing in it" + (given.text().isEmpty() ? "." : " but white space."),
                    "put the token there; a new one: parley token create TASK, where the server is");
        }
        if (pasted.isApiKey()) {
            throw new CliProblem(
                    ExitCode.TOKEN,
                    "This is an API key, not a join token.",
                    "An API key opens the server's REST interface and does not belong on a client.",
                    "parley token create TASK, where the server is; a token begins with parley1_");
        }
        if (pasted.hasSeveral()) {
            throw new CliProblem(
                    ExitCode.TOKEN,
                    given.place() + " holds two different join tokens.",
                    "A machine takes part with one, and it is not clear which one is meant.",
                    "leave only one of them there");
        }
        try {
            return pasted.parse();
        } catch (JoinTokenException e) {
            String place = pasted.place(e)
                    .map(words -> " It is " + words + " of what was pasted.")
                    .orElse("");
            throw new CliProblem(
                    ExitCode.TOKEN,
                    e.getMessage(),
                    why(e.reason()) + place,
                    hint(e.reason()),
                    Optional.of(e.reason().vectorName()),
                    e);
        }
    }

    private static String why(JoinTokenException.Reason reason) {
        return switch (reason) {
            case PREFIX -> "Every token begins with parley1_.";
            case BASE64URL ->
                "After parley1_ a token has only A to Z, a to z, 0 to 9, - and _, and none may be missing.";
            case CHECK, LENGTH -> "A token carries a check for typing errors; a part may be missing at the end.";
            case FORMAT, SUITE -> "It may have been made by a newer version of Parley.";
            default -> "Its check is right but its contents are not: the token was made incorrectly.";
        };
    }

    private static String hint(JoinTokenException.Reason reason) {
        return switch (reason) {
            case FORMAT, SUITE -> "use the version of parley that the server has";
            case PREFIX, BASE64URL, CHECK, LENGTH ->
                "copy the whole token again; a new one: parley token create TASK, where the server is";
            default -> "get a new one: parley token create TASK, where the server is";
        };
    }
}
