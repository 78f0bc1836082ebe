package parley.cli.terminal;

import java.io.PrintWriter;

/** Writes an error to standard error: {@code error:} what happened, {@code why:}, {@code hint:} what to do next. */
public final class ErrorText {

    private ErrorText() {}

    public static void print(Shell shell, CliProblem problem) {
        PrintWriter err = shell.err();
        Style style = shell.errStyle();
        err.println(style.red(style.bold("error:")) + " " + printable(problem.what()));
        if (!problem.why().isBlank()) {
            err.println("  " + style.bold("why:") + " " + indented(problem.why()));
        }
        if (!problem.hint().isBlank()) {
            err.println("  " + style.bold("hint:") + " " + indented(problem.hint()));
        }
        err.flush();
    }

    private static String indented(String text) {
        return printable(text).replace("\n", "\n        ");
    }

    /**
     * {@code text} without control characters except line feed: text from a server or a file name must not control the
     * terminal.
     */
    public static String printable(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        text.codePoints()
                .map(c ->
                        c != '\n' && (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) ? '?' : c)
                .forEach(kept::appendCodePoint);
        return kept.toString();
    }
}
