package parley.apply.internal.command;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command with a time limit. It is started without a shell and with an empty standard input; join tokens, API keys
 * and the master key are removed from its environment. When it has to be stopped, the processes that it started are
 * stopped too; when it ends by itself, they may go on. If it {@code expands}, its variables are also replaced in its
 * arguments, written as in a shell: {@code $NAME} or <code>${NAME}</code>.
 *
 * <p>Its output goes to a file, not through a pipe, so that a service which it starts in the background can go on
 * writing after the command and Parley have ended.
 */
public record Command(List<String> arguments, Duration limit, boolean expands) {
    static final int TAIL = 8 * 1024;

    private static final long MOST_OUTPUT = 64L * 1024 * 1024;
    private static final Pattern VARIABLE = Pattern.compile("\\$(?:(\\w+)|\\{(\\w+)})");
    private static final Pattern SECRET_NAME = Pattern.compile("PARLEY_(TOKEN|API_KEY|MASTER_KEY)");
    private static final Pattern SECRET_VALUE = Pattern.compile("(^|.*\\W)(parley1_|pak_).*", Pattern.DOTALL);

    /**
     * How a command ended.
     *
     * @param words a description such as "ended with exit code 3"
     * @param output the last {@value #TAIL} bytes of standard output and error together
     */
    public record Result(boolean ok, String words, String output) {}

    public Command {
        arguments = List.copyOf(arguments);
        if (arguments.isEmpty()) {
            throw new IllegalArgumentException("a command needs at least its program");
        }
    }

    /** @param cancelled asked ten times a second whether to stop it */
    public Result run(Path folder, Map<String, String> variables, BooleanSupplier cancelled)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile("parley-command", ".out");
        try {
            return run(folder, variables, cancelled, output);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private List<String> expanded(Map<String, String> variables) {
        return arguments.stream()
                .map(argument -> VARIABLE.matcher(argument)
                        .replaceAll(m -> Matcher.quoteReplacement(
                                variables.getOrDefault(m.group(1) == null ? m.group(2) : m.group(1), m.group()))))
                .toList();
    }

    private Result run(Path folder, Map<String, String> variables, BooleanSupplier cancelled, Path output)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(expands ? expanded(variables) : arguments)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        Map<String, String> environment = builder.environment();
        environment.entrySet().removeIf(variable -> isSecret(variable.getKey(), variable.getValue()));
        environment.putAll(variables);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return new Result(false, "could not be started: " + e.getMessage(), "");
        }
        ProcessTree tree = new ProcessTree(process);
        try {
            process.getOutputStream().close();
            String stopped = await(process, tree, output, cancelled);
            if (stopped.isEmpty()) {
                return new Result(
                        process.exitValue() == 0, "ended with exit code " + process.exitValue(), tail(output));
            }
            tree.end();
            return new Result(false, stopped, tail(output));
        } finally {
            if (process.isAlive()) {
                tree.end();
            }
        }
    }

    /** Empty once it has ended by itself, otherwise why it had to be stopped. */
    private String await(Process process, ProcessTree tree, Path output, BooleanSupplier cancelled)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!process.waitFor(100, TimeUnit.MILLISECONDS)) {
            tree.look();
            if (System.nanoTime() - end >= 0) {
                return "was stopped after "
                        + (limit.toMillis() % 1000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms");
            }
            if (cancelled.getAsBoolean()) {
                return "was stopped because the update was cancelled";
            }
            if (Files.size(output) > MOST_OUTPUT) {
                return "was stopped because it wrote more than 64 MiB";
            }
        }
        return "";
    }

    public static boolean isSecret(String name, String value) {
        return SECRET_NAME.matcher(name).matches()
                || SECRET_VALUE.matcher(value).matches();
    }

    private static String tail(Path output) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(output.toFile(), "r")) {
            long from = Math.max(0, file.length() - TAIL);
            byte[] bytes = new byte[(int) (file.length() - from)];
            file.seek(from);
            file.readFully(bytes);
            String text = new String(bytes, StandardCharsets.UTF_8).replace("\u0000", "");
            return fitting(from > 0 ? text.replaceFirst("^\uFFFD+", "") : text);
        }
    }

    /** Bytes that are not UTF-8 grow in decoding; the end of the text counts. */
    private static String fitting(String text) {
        String tail = text;
        for (int over = excess(tail); over > 0; over = excess(tail)) {
            tail = tail.substring(Math.max(1, over / 3));
            if (!tail.isEmpty() && Character.isLowSurrogate(tail.charAt(0))) {
                tail = tail.substring(1);
            }
        }
        return tail;
    }

    private static int excess(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length - TAIL;
    }
}
