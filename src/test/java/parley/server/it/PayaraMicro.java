package parley.server.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the tests start Payara Micro, whoever starts it: on loopback, quickly, with little memory, and with the coverage
 * agent.
 */
public final class PayaraMicro {

    private static final String LOG = ".log";
    private static final String PAYARA_ADDS = ".0";

    private final Path work;
    private final Map<String, String> properties = new LinkedHashMap<>();

    /** @param work a folder for this server alone; its data folder is {@code data} below it */
    PayaraMicro(Path work) {
        this.work = work;
        set("parley.data.dir", data().toString());
    }

    /** Sets a property of the server's configuration. */
    public PayaraMicro set(String property, String value) {
        properties.put(property, value);
        return this;
    }

    /** The embedded PostgreSQL on this port instead of H2. */
    PayaraMicro withPostgresql(int port) {
        return set("parley.db.class", "org.postgresql.ds.PGSimpleDataSource")
                .set("parley.db.url", "jdbc:postgresql://127.0.0.1:" + port + "/postgres")
                .set("parley.db.user", "postgres");
    }

    Path work() {
        return work;
    }

    Path data() {
        return work.resolve("data");
    }

    /** What the server says; it outlives the folder, so that a failure can be looked into. */
    Path log() {
        return work.resolveSibling(work.getFileName() + LOG + PAYARA_ADDS);
    }

    List<String> jvmOptions() {
        List<String> options = new ArrayList<>(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        options.add("-Djava.io.tmpdir=" + temporaryFolder());
        String agent = System.getProperty("parley.it.agent", "");
        if (!agent.isBlank()) {
            options.add(agent);
        }
        properties.forEach((name, value) -> options.add("-D" + name + "=" + value));
        return options;
    }

    List<String> microOptions() {
        return List.of(
                "--nohazelcast",
                "--contextroot",
                "/",
                "--prebootcommandfile",
                preBoot().toString(),
                "--logtofile",
                work.resolveSibling(work.getFileName() + LOG).toString());
    }

    /** Payara unpacks itself there; it is deleted with everything else, even when the server was killed. */
    private Path temporaryFolder() {
        try {
            return Files.createDirectories(work.resolve("tmp"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path jar() {
        return Path.of(System.getProperty("parley.it.payara"));
    }

    static Path war() {
        return Path.of(System.getProperty("parley.it.war"));
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One file of what payara/ has for every server and for one that listens on loopback only. */
    private Path preBoot() {
        Path payara = Path.of(System.getProperty("parley.root"), "payara");
        Path file = work.resolve("pre-boot.txt");
        try {
            String hardening = Files.readString(payara.resolve("hardening.txt"));
            String loopback = Files.readString(payara.resolve("loopback.txt"));
            return Files.writeString(file, hardening + "\n" + loopback);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
