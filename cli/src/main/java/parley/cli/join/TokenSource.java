package parley.cli.join;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.Shell;
import parley.protocol.JoinToken;
import parley.protocol.JoinTokenException;

/**
 * The join token from wherever it is given: the argument, {@code @file}, {@code -} for standard input, {@code PARLEY_TOKEN}, or a prompt that does not
 * show what is typed. The whole line that {@code parley task create} prints is taken as well. No error ever shows the token.
 */
public final class TokenSource {

    private static final int LONGEST = 8192;
    private static final String COMMAND = "parley join ";

    private final Shell shell;

    public TokenSource(Shell shell) {
        this.shell = shell;
    }

    /** {@code words} are the arguments of the command, none or one. */
    public JoinToken token(List<String> words) {
        if (words.size() > 1) {
            throw new CliProblem(
                    ExitCode.USAGE,
                    "There is more than one argument.",
                    words.get(0).startsWith("parley1_")
                            ? "The token seems to be in pieces; it has no spaces and no line breaks."
                            : "parley join takes one token.",
                    "copy the token as one piece, or put it into a file: parley join @FILE");
        }
        return parse(words.isEmpty() ? unnamed() : named(words.get(0)));
    }

    private String named(String word) {
        if (word.equals("-")) {
            return standardInput();
        }
        return word.startsWith("@") ? file(shell.path(word.substring(1))) : word;
    }

    private String unnamed() {
        return shell.variable("PARLEY_TOKEN").orElseGet(() -> {
            if (!shell.canAsk()) {
                throw new CliProblem(
                        ExitCode.USAGE,
                        "There is no join token.",
                        "None is given, PARLEY_TOKEN is not set, and there is no terminal to ask on.",
                        "parley join TOKEN, parley join @FILE, or parley join - with the token on standard input");
            }
            return shell.askSecret("Join token (not shown)").orElse("");
        });
    }

    private String standardInput() {
        try {
            return new String(shell.in().readNBytes(LONGEST), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new CliProblem(
                    ExitCode.USAGE,
                    "The token cannot be read.",
                    "Standard input gave an error: " + e.getMessage() + ".",
                    "parley join @FILE",
                    null,
                    e);
        }
    }

    private String file(Path file) {
        try {
            if (Files.size(file) > LONGEST) {
                throw new CliProblem(
                        ExitCode.TOKEN,
                        file + " holds no join token.",
                        "It is too big for one.",
                        "check the name of the file");
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new CliProblem(
                    ExitCode.USAGE,
                    "The token cannot be read from " + file + ".",
                    e instanceof NoSuchFileException
                            ? "There is no such file."
                            : "The file cannot be read, or holds no text.",
                    "check the name and the permissions of the file",
                    null,
                    e);
        }
    }

    private static JoinToken parse(String text) {
        String stripped = text.strip();
        String token = stripped.startsWith(COMMAND) ? stripped.substring(COMMAND.length()) : stripped;
        if (token.startsWith("pak_")) {
            throw new CliProblem(
                    ExitCode.TOKEN,
                    "This is an API key, not a join token.",
                    "An API key opens the server's REST interface and does not belong on a client.",
                    "parley token create TASK, where the server is; a token begins with parley1_");
        }
        try {
            return JoinToken.parse(token);
        } catch (JoinTokenException e) {
            throw new CliProblem(
                    ExitCode.TOKEN,
                    e.getMessage(),
                    why(e.reason()),
                    hint(e.reason()),
                    e.reason().vectorName(),
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
            default -> "Its check is right and its contents are not, so it was made wrongly.";
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
