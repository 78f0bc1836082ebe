package parley.bench.process;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Payara Micro as its own jar starts it, with WARs, on 127.0.0.1. It has the heap and the collector that
 * {@code parley serve} gives to a server on a machine with enough memory, and no archive of classes.
 */
public final class PayaraLaunch implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(3);

    private final Process process;
    private final URI url;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    private PayaraLaunch(Process process, int port) {
        this.process = process;
        this.url = URI.create("http://127.0.0.1:" + port);
    }

    /**
     * Starts it; it is not ready yet.
     *
     * @param server the folder with {@code payara-micro.jar}
     * @param properties system properties of the JVM
     * @param wars each answers under its name, {@code ROOT.war} at the root
     */
    public static PayaraLaunch start(Path server, Path folder, List<String> properties, List<Path> wars)
            throws IOException {
        Path loopback = folder.resolve("loopback.txt");
        Files.writeString(
                loopback,
                Files.readString(server.resolve("hardening.txt")) + Files.readString(server.resolve("loopback.txt")));
        int port = FreePort.find();
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(List.of("-Xmx1024m", "-XX:+UseSerialGC", "-Djava.awt.headless=true"));
        words.addAll(properties);
        words.addAll(List.of("-jar", server.resolve("payara-micro.jar").toString()));
        words.addAll(List.of("--port", Integer.toString(port)));
        words.addAll(List.of("--rootdir", folder.resolve("payara").toString()));
        words.addAll(List.of("--prebootcommandfile", loopback.toString()));
        words.addAll(List.of("--nohazelcast", "--disablephonehome"));
        for (Path war : wars) {
            words.addAll(List.of("--deploy", war.toString()));
        }
        Process process = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("payara.log").toFile())
                .start();
        return new PayaraLaunch(process, port);
    }

    /** Waits until this path answers with 200. */
    public void awaitAnswer(String path) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START.toNanos();
        while (!answers(path)) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new IOException("Payara Micro does not answer at " + url.resolve(path));
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private boolean answers(String path) throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(url.resolve(path)).build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    public URI url() {
        return url;
    }

    public ProcessFigures figures() {
        return new ProcessFigures(process.pid());
    }

    @Override
    public void close() {
        ProcessStop.stop(process);
    }
}
