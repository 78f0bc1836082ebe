package parley.bench.wire;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import parley.bench.base.BenchPart;
import parley.bench.base.BenchReport;
import parley.bench.base.BenchRun;
import parley.bench.base.Figures;
import parley.bench.base.Rounds;
import parley.bench.process.PayaraLaunch;
import parley.bench.process.RestAdmin;
import parley.client.Outcome;
import parley.client.UpdateClient;
import parley.protocol.JoinToken;

/** Bytes and round trips through the product's WAR, beside plain endpoints in a WAR of their own in the same Payara. */
public final class WirePart implements BenchPart {

    private static final int ROUNDS = 5;
    private static final int MEBIBYTES = 64;
    private static final int TRIPS = 2_000;
    private static final int TRIP_BYTES = 64;
    private static final double GOAL_BULK = 0.8;
    private static final double GOAL_TRIPS = 0.9;
    private static final String PARLEY = "Parley";
    private static final String PLAIN = "plain WebSocket";
    private static final String HTTP = "plain HTTP";

    @Override
    public String name() {
        return "wire";
    }

    @Override
    public String usage() {
        return "[--rounds N] [--mib N] [--trips N]";
    }

    @Override
    public String purpose() {
        return "a download and round trips of 64 bytes through the WAR, beside plain WebSocket and HTTP"
                + " of the same Payara (about 1 min)";
    }

    @Override
    public void run(BenchRun run) throws Exception {
        run.inFolder(folder -> {
            Path server = run.program().resolve("server");
            Path product = folder.resolve("ROOT.war");
            Files.createSymbolicLink(product, server.resolve("parley.war"));
            Path plain = folder.resolve("plain.war");
            PlainWar.write(plain);
            Path data = folder.resolve("data");
            List<String> properties = List.of("-Dparley.data.dir=" + data);
            try (PayaraLaunch payara = PayaraLaunch.start(server, folder, properties, List.of(product, plain))) {
                payara.awaitAnswer("/plain/download?bytes=1");
                measure(run, payara.url(), new RestAdmin(payara.url(), data), folder);
            }
        });
    }

    private static void measure(BenchRun run, URI url, RestAdmin admin, Path folder) throws Exception {
        int rounds = run.arguments().number("--rounds", ROUNDS);
        int bytes = run.arguments().number("--mib", MEBIBYTES) * Figures.MEBIBYTE;
        JoinToken token = token(admin, bytes, rounds);
        BenchReport report = run.report();

        Rounds bulk = new Rounds();
        for (int round = 0; round <= rounds; round++) { // the first one warms up
            Rounds counted = round == 0 ? new Rounds() : bulk;
            double mebibytes = (double) bytes / Figures.MEBIBYTE;
            counted.add(PARLEY, mebibytes / sealedBulk(token, folder.resolve("state-" + round)));
            counted.add(PLAIN, mebibytes / plainBulk(url, bytes));
            counted.add(HTTP, mebibytes / plainDownload(url, bytes));
        }
        bulk.show(report, "bulk, " + bytes / Figures.MEBIBYTE + " MiB", "MiB/s", PLAIN);
        report.atLeast(
                "bulk ÷ plain WebSocket", GOAL_BULK, bulk.ratio(PARLEY, PLAIN).median());

        Rounds trips = roundTrips(url, token, rounds, run.arguments().number("--trips", TRIPS));
        trips.show(report, "round trips of 64 bytes", "per second", PLAIN);
        report.atLeast(
                "round trips ÷ plain WebSocket",
                GOAL_TRIPS,
                trips.ratio(PARLEY, PLAIN).median());
    }

    private static JoinToken token(RestAdmin admin, int bytes, int rounds) throws Exception {
        byte[] content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        JsonObject policy = Json.createObjectBuilder()
                .add("maxClients", rounds + 2)
                .add("confirm", "PT0S")
                .build();
        JsonObject task = admin.startTask(admin.upload(Map.of("bulk.bin", content)), policy);
        return JoinToken.parse(task.getJsonObject("token").getString("token"));
    }

    /** Seconds from the fetch to the last byte. */
    private static double sealedBulk(JoinToken token, Path state) throws Exception {
        TimedDownload download = new TimedDownload();
        try (UpdateClient client = UpdateClient.builder(token)
                .name(state.getFileName().toString())
                .stateFolder(state)
                .handler(download)
                .build()) {
            Outcome outcome = client.run();
            if (!outcome.ok()) {
                throw new IOException("the download failed: " + outcome);
            }
        }
        return download.seconds();
    }

    private static double plainBulk(URI url, int bytes) throws IOException, InterruptedException {
        try (BinarySocket socket = BinarySocket.open(plainSocket(url, "bulk"), List.of())) {
            long begun = System.nanoTime();
            socket.send(Integer.toString(bytes));
            long left = bytes;
            while (left > 0) {
                left -= socket.receive().length;
            }
            return (System.nanoTime() - begun) / 1e9;
        }
    }

    private static URI plainSocket(URI url, String endpoint) {
        return URI.create("ws://127.0.0.1:" + url.getPort() + "/plain/" + endpoint);
    }

    private static double plainDownload(URI url, int bytes) throws IOException, InterruptedException {
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        HttpRequest request = HttpRequest.newBuilder(url.resolve("/plain/download?bytes=" + bytes))
                .build();
        byte[] buffer = new byte[64 * Figures.KIBIBYTE];
        long begun = System.nanoTime();
        try (InputStream in =
                http.send(request, HttpResponse.BodyHandlers.ofInputStream()).body()) {
            long left = bytes;
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                left -= count;
            }
            if (left != 0) {
                throw new IOException("the download is not complete");
            }
        }
        return (System.nanoTime() - begun) / 1e9;
    }

    private static Rounds roundTrips(URI url, JoinToken token, int rounds, int count) throws Exception {
        Rounds trips = new Rounds();
        byte[] message = new byte[TRIP_BYTES];
        try (SealedSocket parley = SealedSocket.open(token);
                BinarySocket plain = BinarySocket.open(plainSocket(url, "echo"), List.of())) {
            for (int round = 0; round <= rounds; round++) {
                Rounds counted = round == 0 ? new Rounds() : trips;
                counted.add(PARLEY, perSecond(count, parley::ping));
                counted.add(PLAIN, perSecond(count, () -> {
                    plain.send(message);
                    plain.receive();
                }));
            }
        }
        return trips;
    }

    /** One round trip. */
    private interface Trip {
        void run() throws Exception;
    }

    private static double perSecond(int count, Trip trip) throws Exception {
        long begun = System.nanoTime();
        for (int i = 0; i < count; i++) {
            trip.run();
        }
        return count / ((System.nanoTime() - begun) / 1e9);
    }
}
