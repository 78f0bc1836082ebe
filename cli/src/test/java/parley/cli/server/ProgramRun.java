package parley.cli.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The built program as a process, as the launcher starts it, with its own home folder. Its output is kept line by
 * line.
 */
final class ProgramRun implements AutoCloseable {

    private static final int MINUTES = 3;

    private final Process process;
    private final Path errors;
    private final List<String> printed = new ArrayList<>();
    private final BufferedReader out;

    private ProgramRun(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
        this.out = process.inputReader(StandardCharsets.UTF_8);
    }

    static ProgramRun start(Path home, String... arguments) throws IOException {
        return start(home, Map.of(), arguments);
    }

    /** With these variables beside those that every run has. */
    static ProgramRun start(Path home, Map<String, String> variables, String... arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-jar",
                Path.of(System.getProperty("parley.program"), "lib", "parley-cli.jar")
                        .toString()));
        words.addAll(List.of(arguments));
        Path errors = Files.createTempFile(home, "stderr", ".txt");
        ProcessBuilder builder = new ProcessBuilder(words).redirectError(errors.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PARLEY_") || name.startsWith("XDG_"));
        builder.environment().put("HOME", home.toString());
        // A server of a test ends before the second compiler has paid off.
        builder.environment().put("PARLEY_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1");
        // One unpacked Payara Micro for all tests.
        builder.environment()
                .put(
                        "XDG_CACHE_HOME",
                        Path.of(System.getProperty("parley.program"), "..", "test-cache")
                                .toAbsolutePath()
                                .normalize()
                                .toString());
        builder.environment().putAll(variables);
        return new ProgramRun(builder.start(), errors);
    }

    /** Waits for a line that contains {@code text}. */
    String awaitLine(String text) throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            printed.add(line);
            if (line.contains(text)) {
                return line;
            }
        }
        throw new AssertionError("it ended without saying \"" + text + "\": " + printed + "\n" + errors());
    }

    /** Waits until it ends and gives its exit code. */
    int awaitEnd() throws IOException, InterruptedException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            printed.add(line);
        }
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
            throw new AssertionError("it has not ended: " + printed + "\n" + errors());
        }
        return process.exitValue();
    }

    List<String> printed() {
        return printed;
    }

    String errors() throws IOException {
        return Files.readString(errors);
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** The server that it has started. */
    ProcessHandle child() {
        return process.children().findFirst().orElseThrow(() -> new AssertionError("it has no child process"));
    }

    @Override
    public void close() {
        List<ProcessHandle> all = process.descendants().toList();
        process.destroyForcibly();
        all.forEach(ProcessHandle::destroyForcibly);
    }
}
