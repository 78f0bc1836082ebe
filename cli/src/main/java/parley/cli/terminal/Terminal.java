package parley.cli.terminal;

import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** Which of the three streams are a terminal, how wide it is, and how to read from it without showing what is typed. */
public final class Terminal {

    private static final int USUAL_WIDTH = 80;

    private final boolean in;
    private final boolean out;
    private final boolean err;
    private final IntSupplier width;
    private final Supplier<Optional<String>> secret;

    /** {@code width} gives columns; {@code secret} reads one line unseen, or gives nothing where that cannot be done. */
    public Terminal(boolean in, boolean out, boolean err, IntSupplier width, Supplier<Optional<String>> secret) {
        this.in = in;
        this.out = out;
        this.err = err;
        this.width = width;
        this.secret = secret;
    }

    /** No terminal at all, as in a script or a pipe. */
    public static Terminal none() {
        return new Terminal(false, false, false, () -> USUAL_WIDTH, Optional::empty);
    }

    static Terminal ofThisProcess() {
        return new Terminal(
                isTerminal(0), isTerminal(1), isTerminal(2), Terminal::measuredWidth, Terminal::secretFromConsole);
    }

    public boolean inIsTerminal() {
        return in;
    }

    public boolean outIsTerminal() {
        return out;
    }

    public boolean errIsTerminal() {
        return err;
    }

    /** Columns, at least 20. */
    public int width() {
        return Math.max(20, width.getAsInt());
    }

    Optional<String> readSecret() {
        return secret.get();
    }

    // java.io.Console knows only "both input and output", and a redirected output must not take the questions away.
    private static boolean isTerminal(int descriptor) {
        Path link = Path.of("/proc/self/fd/" + descriptor);
        try {
            String target = Files.readSymbolicLink(link).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return System.console() != null;
        }
    }

    private static int measuredWidth() {
        String columns = System.getenv("COLUMNS");
        if (columns != null && columns.matches("[1-9][0-9]{0,3}")) {
            return Integer.parseInt(columns);
        }
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String size = new String(stty.getInputStream().readNBytes(100), StandardCharsets.US_ASCII).strip();
            if (stty.waitFor(1, TimeUnit.SECONDS) && size.matches("[0-9]+ [1-9][0-9]*")) {
                return Integer.parseInt(size.substring(size.indexOf(' ') + 1));
            }
        } catch (IOException e) {
            return USUAL_WIDTH;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return USUAL_WIDTH;
    }

    private static Optional<String> secretFromConsole() {
        Console console = System.console();
        if (console == null) {
            return Optional.empty();
        }
        char[] typed = console.readPassword();
        return Optional.of(typed == null ? "" : new String(typed));
    }
}
