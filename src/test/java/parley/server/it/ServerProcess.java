package parley.server.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A server of a test's own, that can be killed and started again on the same data. Closing it deletes its folder. */
public final class ServerProcess implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(180);
    private static final long STOP_SECONDS = 60;

    private final PayaraMicro payara;
    private final int port = PayaraMicro.freePort();
    private Process process;

    private ServerProcess(PayaraMicro payara) {
        this.payara = payara;
    }

    /** Starts a server with H2 in a new folder and waits until it is ready. */
    public static ServerProcess start(UnaryOperator<PayaraMicro> settings) throws Exception {
        ServerProcess server = launch(settings);
        try {
            server.awaitReady();
        } catch (Exception | AssertionError e) {
            server.kill();
            server.close();
            throw e;
        }
        return server;
    }

    /** The same without waiting. */
    static ServerProcess launch(UnaryOperator<PayaraMicro> settings) throws IOException {
        Path parent = Files.createDirectories(PayaraMicro.war().resolveSibling("it"));
        ServerProcess server =
                new ServerProcess(settings.apply(new PayaraMicro(Files.createTempDirectory(parent, "server-"))));
        server.launch();
        return server;
    }

    public RunningServer running() {
        return new RunningServer(port, payara.data());
    }

    /** Counts the bytes that it allocates, until it ends or is started again. */
    AllocatedBytes allocatedBytes() throws IOException {
        return AllocatedBytes.of(process.pid());
    }

    /** Starts it again on the same data and the same port. */
    public void restart() throws Exception {
        launch();
        awaitReady();
    }

    /** Starts it again if a test killed it, or stopped it, and failed before it was back. */
    void restartIfEnded() throws Exception {
        if (!process.isAlive()) {
            restart();
        }
    }

    private void launch() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(payara.jvmOptions());
        command.addAll(List.of("-jar", PayaraMicro.jar().toString()));
        command.addAll(List.of("--deploy", PayaraMicro.war().toString(), "--port", Integer.toString(port)));
        command.addAll(payara.microOptions());
        process = new ProcessBuilder(command)
                .directory(payara.work().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private void awaitReady() throws Exception {
        Await.until("the server is ready, see " + payara.log(), START, this::isReady);
    }

    /** kill -9: no shutdown hook runs, nothing is flushed. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Asks it to stop, and waits until it has. */
    public void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            kill();
            throw new AssertionError("the server did not stop within " + STOP_SECONDS + " s of being asked to");
        }
    }

    /** What it said so far. */
    String output() throws IOException {
        return Files.exists(payara.log()) ? Files.readString(payara.log()) : "";
    }

    @Override
    public void close() throws IOException {
        try {
            if (process != null && process.isAlive()) {
                stop();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        FolderContents.delete(payara.work());
    }

    private boolean isReady() throws InterruptedException {
        if (!process.isAlive()) {
            throw new AssertionError("the server ended with " + process.exitValue() + ", see " + payara.log());
        }
        try {
            return running().withoutKey().get("/health/ready").status() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }
}
