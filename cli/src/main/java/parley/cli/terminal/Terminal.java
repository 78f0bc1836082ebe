package parley.cli.terminal;

import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Which of the three streams are a terminal, its size, and how to read from it without echo. */
public final class Terminal {

    private static final Size USUAL = new Size(80, 24);

    /** The terminal's columns and rows. */
    public record Size(int columns, int rows) {}

    private final boolean in;
    private final boolean out;
    private final boolean err;
    private final Supplier<Size> size;
    private final Supplier<Optional<String>> secret;

    /** {@code size} measures; {@code secret} reads one line without echo, or returns empty if that is not possible. */
    public Terminal(boolean in, boolean out, boolean err, Supplier<Size> size, Supplier<Optional<String>> secret) {
        this.in = in;
        this.out = out;
        this.err = err;
        this.size = size;
        this.secret = secret;
    }

    /** No terminal at all, as in a script or a pipe. */
    public static Terminal none() {
        return new Terminal(false, false, false, () -> USUAL, Optional::empty);
    }

    static Terminal ofThisProcess() {
        return new Terminal(
                isTerminal(0), isTerminal(1), isTerminal(2), Terminal::measured, Terminal::secretFromConsole);
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
        return Math.max(20, size.get().columns());
    }

    /** Rows, at least 5. */
    public int height() {
        return Math.max(5, size.get().rows());
    }

    Optional<String> readSecret() {
        return secret.get();
    }

    // java.io.Console knows only "both input and output", but questions must work with a redirected output too.
    @SuppressWarnings("SystemConsoleNull") // 17, 21 and 25 have none where it is redirected
    private static boolean isTerminal(int descriptor) {
        Path link = Path.of("/proc/self/fd/" + descriptor);
        try {
            String target = Files.readSymbolicLink(link).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return System.console() != null;
        }
    }

    private static Size measured() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String size = new String(stty.getInputStream().readNBytes(100), StandardCharsets.US_ASCII).strip();
            if (stty.waitFor(1, TimeUnit.SECONDS) && size.matches("[1-9][0-9]{0,4} [1-9][0-9]{0,4}")) {
                int space = size.indexOf(' ');
                return new Size(
                        Integer.parseInt(size.substring(space + 1)), Integer.parseInt(size.substring(0, space)));
            }
        } catch (IOException e) {
            return USUAL;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return USUAL;
    }

    @SuppressWarnings("SystemConsoleNull") // 17, 21 and 25 have none where it is redirected
    private static Optional<String> secretFromConsole() {
        Console console = System.console();
        if (console == null) {
            return Optional.empty();
        }
        char[] typed = console.readPassword();
        return Optional.of(typed == null ? "" : new String(typed));
    }
}
