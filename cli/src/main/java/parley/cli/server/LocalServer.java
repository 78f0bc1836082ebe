package parley.cli.server;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;

/**
 * A Parley server that runs as a child of this process.
 *
 * <p>It ends when it is closed, and, because it watches this process, also when this process is killed. Closing is
 * idempotent and may be done by any thread.
 */
final class LocalServer implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration STOP = Duration.ofSeconds(40);
    private static final Duration LOOK = Duration.ofMillis(100);

    /** Secrets of the shell that the server must not get. */
    private static final Set<String> NOT_FOR_THE_SERVER = Set.of("PARLEY_TOKEN", "PARLEY_API_KEY");

    private final ServerPlan plan;
    private final ServerLog log;
    private final PayaraRuntime runtime;
    private final Path archiveBeingMade;
    private final Process process;
    private volatile boolean closing;

    private LocalServer(ServerPlan plan, ServerLog log, PayaraRuntime runtime, Path archiveBeingMade, Process process) {
        this.plan = plan;
        this.log = log;
        this.runtime = runtime;
        this.archiveBeingMade = archiveBeingMade;
        this.process = process;
    }

    /** Starts the server; it is not ready yet. */
    static LocalServer start(Program program, ServerFolder folder, ServerPlan plan) throws InterruptedException {
        try {
            Path java = Path.of(System.getProperty("java.home"), "bin", "java");
            PayaraRuntime runtime = PayaraRuntime.below(plan.cache(), program.payaraMicro(), java);
            ServerLog log = new ServerLog(folder.logs(), plan.logForm());
            Path archive = runtime.archiveBeingMade(ProcessHandle.current().pid());
            ProcessBuilder builder = new ProcessBuilder(
                            new LaunchCommand(program, folder, log, runtime, plan).prepare(java, archive))
                    .directory(folder.run().toFile())
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(log.start().toFile());
            builder.environment().keySet().removeAll(NOT_FOR_THE_SERVER);
            return new LocalServer(plan, log, runtime, archive, builder.start());
        } catch (IOException e) {
            throw new CliProblem(
                    ExitCode.FAILED,
                    "The server cannot be started.",
                    e.getMessage() + ".",
                    "check the free space and the permissions of " + folder.path() + " and " + plan.cache(),
                    e);
        }
    }

    String url() {
        return plan.listen().localUrl();
    }

    ServerLog log() {
        return log;
    }

    /** Whether stopping takes some seconds longer, because this server leaves an archive for the next one. */
    boolean leavesArchive() {
        return !runtime.hasArchive();
    }

    /**
     * Waits until the server is ready.
     *
     * @return false if it was closed in the meantime
     * @throws CliProblem if it ends, cannot start the application, or is not ready after three minutes; it has been
     *     stopped then
     */
    boolean awaitReady() throws InterruptedException {
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(2))
                .build();
        Instant end = Instant.now().plus(START);
        while (!saysReady(http)) {
            if (process.waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                if (closing) {
                    return false;
                }
                throw failed("The server ended while it was starting.");
            }
            if (log.saysDeploymentFailed()) {
                throw failed("The server could not start.");
            }
            if (Instant.now().isAfter(end)) {
                throw failed("The server was not ready after " + START.toMinutes() + " minutes.");
            }
        }
        return true;
    }

    private boolean saysReady(HttpClient http) throws InterruptedException {
        try {
            HttpResponse<String> health = http.send(
                    HttpRequest.newBuilder(URI.create(url() + "/health/ready"))
                            .timeout(Duration.ofSeconds(5))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            // Payara answers "up" for itself, without a single check, before the application is there.
            return health.statusCode() == 200 && health.body().contains("\"name\"");
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Waits until the server ends.
     *
     * @throws CliProblem if it ended by itself
     */
    void awaitEnd() throws InterruptedException {
        process.waitFor();
        if (!closing) {
            throw failed("The server ended by itself.");
        }
    }

    private CliProblem failed(String what) {
        close();
        return new CliProblem(ExitCode.FAILED, what, log.lastWords(), "read " + log.file());
    }

    /** Stops the server: asks it to end, and after 40 s ends it. */
    @Override
    public synchronized void close() {
        closing = true;
        process.destroy();
        try {
            if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                process.waitFor();
            }
            runtime.keepArchive(archiveBeingMade);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException("the archive for a faster start could not be kept", e);
        }
    }
}
