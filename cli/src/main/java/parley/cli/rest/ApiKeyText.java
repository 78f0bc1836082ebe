package parley.cli.rest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;
import parley.client.PastedToken;

/** Checks that a text is an API key before it is sent anywhere. */
public final class ApiKeyText {

    private static final int MOST_BYTES = 4_096;

    private ApiKeyText() {}

    /**
     * @param where where the text came from, for the error; the text itself is never in one
     * @throws CliProblem if it is not an API key
     */
    public static String of(String text, String where) {
        if (!text.matches("pak_[A-Za-z0-9_-]{8,200}")) {
            throw new CliProblem(
                    ExitCode.REFUSED,
                    "What came from " + where + " is not an API key.",
                    "A key begins with pak_ and has no spaces"
                            + (text.startsWith("parley1_") ? "; this is a join token, which clients use." : "."),
                    "parley key create NAME --role operator, on the server's machine");
        }
        return text;
    }

    /**
     * The key in a file, without white space around it.
     *
     * @throws CliProblem if the file cannot be read or has something else
     */
    public static String read(Path file, String where) {
        try {
            String text = Files.size(file) > MOST_BYTES
                    ? ""
                    : PastedToken.decoded(Files.readAllBytes(file)).strip();
            return of(text, where + " (" + file + ")");
        } catch (IOException e) {
            throw new CliProblem(
                    ExitCode.REFUSED,
                    "The API key cannot be read from " + file + ".",
                    e instanceof NoSuchFileException
                            ? "There is no such file."
                            : "The file cannot be read: " + e.getMessage(),
                    "run this as the user who owns the file, or set PARLEY_API_KEY",
                    e);
        }
    }
}
