package parley.cli.join;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;

/**
 * Turns the text of {@code --check} and {@code --run} into a program and its arguments, without a shell: words are
 * split at spaces, quotes and backslashes keep them together, nothing is expanded. Syntax that only a shell
 * understands is refused, so that nobody thinks that it worked.
 */
public final class CommandWords {

    private static final Set<String> OPERATORS = Set.of("|", "||", "&", "&&", ";", "<", ">", ">>", "2>", "2>&1");

    private final String option;
    private final String text;
    private final List<String> words = new ArrayList<>();
    private @Nullable StringBuilder word;
    private boolean literal;

    private CommandWords(String option, String text) {
        this.option = option;
        this.text = text;
    }

    /**
     * The words of {@code text}; {@code option} is named in errors. With {@code shell} the whole text goes to
     * {@code /bin/sh -c}.
     */
    public static List<String> of(String option, String text, boolean shell) {
        if (text.isBlank()) {
            throw new CliProblem(
                    ExitCode.USAGE, option + " has no command.", "The text is empty.", option + " \"nginx -t\"");
        }
        return shell ? List.of("/bin/sh", "-c", text) : new CommandWords(option, text).split();
    }

    private List<String> split() {
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '\'' || c == '"') {
                i = quoted(i, c);
            } else if (Character.isWhitespace(c)) {
                endWord();
                i++;
            } else {
                i = plain(i, c);
            }
        }
        endWord();
        return List.copyOf(words);
    }

    private int plain(int i, char c) {
        if (c == '`' || c == '$' && i + 1 < text.length() && text.charAt(i + 1) == '(' || c == ';') {
            throw needsShell(c == '$' ? "$(" : String.valueOf(c));
        }
        boolean escape = c == '\\' && i + 1 < text.length();
        append(escape ? text.charAt(i + 1) : c);
        return escape ? i + 2 : i + 1;
    }

    private int quoted(int start, char quote) {
        append("");
        literal = true;
        int i = start + 1;
        while (i < text.length() && text.charAt(i) != quote) {
            boolean escape = quote == '"'
                    && text.charAt(i) == '\\'
                    && i + 1 < text.length()
                    && "\"\\".indexOf(text.charAt(i + 1)) >= 0;
            append(text.charAt(escape ? i + 1 : i));
            i += escape ? 2 : 1;
        }
        if (i == text.length()) {
            throw new CliProblem(
                    ExitCode.USAGE,
                    "A quote in " + option + " is not closed.",
                    "The " + quote + " at character " + (start + 1) + " has no partner.",
                    "close it, or put a backslash before it");
        }
        return i + 1;
    }

    private void append(Object piece) {
        if (word == null) {
            word = new StringBuilder();
        }
        word.append(piece);
    }

    private void endWord() {
        if (word == null) {
            return;
        }
        if (!literal && OPERATORS.contains(word.toString())) {
            throw needsShell(word.toString());
        }
        words.add(word.toString());
        word = null;
        literal = false;
    }

    private CliProblem needsShell(String operator) {
        return new CliProblem(
                ExitCode.USAGE,
                option + " has a " + operator + ", which only a shell understands.",
                "The command is started as it is, without a shell.",
                "add --shell to run it with /bin/sh -c, or quote the " + operator + " if it is meant literally");
    }
}
