package parley.server.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import parley.client.UpdateListener;
import parley.message.ClientState;

/** A client in a process of its own, which says on a line each which states it reaches. */
final class JoiningProcess implements AutoCloseable {

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Process process;

    private JoiningProcess(Process process) {
        this.process = process;
        Thread reader = new Thread(this::read, "client process");
        reader.setDaemon(true);
        reader.start();
    }

    /** The process. */
    static final class Joining {
        public static void main(String[] arguments) throws Exception {
            UpdateListener toStandardOutput = new UpdateListener() {
                @Override
                public void state(ClientState state) {
                    System.out.println(state.word());
                }
            };
            new Machine(Path.of(arguments[0]), arguments[1])
                    .join(
                            Files.readString(Path.of(arguments[2])),
                            client -> client.listener(toStandardOutput),
                            update -> update);
        }
    }

    static JoiningProcess start(String token, String name, Path root) throws IOException {
        Path tokenFile = Files.writeString(root.resolve("token"), token);
        return new JoiningProcess(new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Joining.class.getName(),
                        root.toString(),
                        name,
                        tokenFile.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    private void read() {
        try (BufferedReader output = process.inputReader()) {
            output.lines().forEach(lines::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (UncheckedIOException killed) {
            return;
        }
    }

    void await(ClientState state) throws Exception {
        Await.until(
                () -> "the client process is " + state.word() + ", not only " + lines,
                DEADLINE,
                () -> lines.contains(state.word()));
    }

    /** kill -9. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
