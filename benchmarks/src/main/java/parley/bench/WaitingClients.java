package parley.bench;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import parley.client.UpdateClient;
import parley.client.UpdateListener;
import parley.folders.FolderRemoval;
import parley.protocol.JoinToken;

/**
 * Real clients that are connected to a task that is paused, and what it costs to have them wait and to tell them all.
 */
final class WaitingClients {

    private static final long LIMIT_MINUTES = 30;
    private static final long REST_SECONDS = 10;
    private static final byte[] FILE = {'v', '1', '\n'};

    /**
     * What it cost.
     *
     * @param bytesPerClient by which the server's resident memory grew, for each client
     * @param restCpuMillis of the server in one second, while all wait
     * @param p50 milliseconds from the operator's {@code resume} to the moment when a client has heard of it, the
     *     median
     * @param last the same for the last client
     * @param cpuPerReport server CPU ms for each report of the clients, from {@code resume} to the end of all
     * @param errors clients that did not succeed
     */
    record Result(
            int clients,
            long bytesPerClient,
            double restCpuMillis,
            double p50,
            double last,
            double cpuPerReport,
            int errors) {

        JsonObject json() {
            return Json.createObjectBuilder()
                    .add("clients", clients)
                    .add("residentBytesPerClient", bytesPerClient)
                    .add("cpuMillisPerSecondAtRest", Figures.rounded(restCpuMillis))
                    .add("toldP50Millis", Figures.rounded(p50))
                    .add("toldLastMillis", Figures.rounded(last))
                    .add("cpuMillisPerReport", Figures.rounded(cpuPerReport))
                    .add("errors", errors)
                    .build();
        }
    }

    /** Reports of one client that takes an update: downloading, staged, applying, checking, succeeded. */
    private static final int REPORTS = 5;

    private final ServerUnderLoad server;
    private final Path folder;

    WaitingClients(ServerUnderLoad server, Path folder) {
        this.server = server;
        this.folder = folder;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // whenComplete takes both ends
    Result run(int clients) throws Exception {
        String bundle = server.upload(Map.of("waiting.conf", FILE));
        JsonObject policy = Json.createObjectBuilder()
                .add("maxClients", clients)
                .add("confirm", "PT0S")
                .build();
        JsonObject started = server.startTask(bundle, policy);
        String task = "/api/v1/tasks/" + started.getString("id");
        JsonObject reason = Json.createObjectBuilder().add("reason", "bench").build();
        server.post(task + "/pause", reason);
        String token = started.getJsonObject("token").getString("token");
        Path states = Files.createDirectories(folder.resolve("waiting"));
        long residentBefore = server.residentBytes();

        CountDownLatch waiting = new CountDownLatch(clients);
        CountDownLatch told = new CountDownLatch(clients);
        CountDownLatch ended = new CountDownLatch(clients);
        AtomicInteger errors = new AtomicInteger();
        long[] heard = new long[clients];
        List<UpdateClient> all = new ArrayList<>();
        try {
            for (int i = 0; i < clients; i++) {
                int number = i;
                UpdateClient client = UpdateClient.builder(JoinToken.parse(token))
                        .name("bench-" + i)
                        .stateFolder(states.resolve("c" + i))
                        .handler(new DiscardingHandler())
                        .listener(new UpdateListener() {
                            @Override
                            public void paused(String why) {
                                waiting.countDown();
                            }

                            @Override
                            public void resumed(String why) {
                                heard[number] = System.nanoTime();
                                told.countDown();
                            }
                        })
                        .build();
                all.add(client);
                client.start().whenComplete((outcome, failure) -> {
                    if (failure != null) {
                        errors.incrementAndGet();
                        System.err.println("bench-" + number + " failed: " + failure);
                    }
                    if (heard[number] == 0) { // it was offered its update by a new session, or failed
                        heard[number] = System.nanoTime();
                        told.countDown();
                    }
                    ended.countDown();
                });
            }
            await(waiting, "wait");
            long resident = server.residentBytes();
            long cpu = server.cpuMillis();
            TimeUnit.SECONDS.sleep(REST_SECONDS);
            double rest = (double) (server.cpuMillis() - cpu) / REST_SECONDS;

            cpu = server.cpuMillis();
            long begun = System.nanoTime();
            server.post(task + "/resume", reason);
            await(told, "have heard of it");
            await(ended, "have ended");
            double perReport = (double) (server.cpuMillis() - cpu) / clients / REPORTS;
            double[] millis = Arrays.stream(heard)
                    .mapToDouble(at -> (at - begun) / 1e6)
                    .sorted()
                    .toArray();
            return new Result(
                    clients,
                    (resident - residentBefore) / clients,
                    rest,
                    millis[clients / 2],
                    millis[clients - 1],
                    perReport,
                    errors.get());
        } finally {
            all.forEach(UpdateClient::close);
            FolderRemoval.delete(states);
        }
    }

    private static void await(CountDownLatch latch, String what) throws InterruptedException {
        if (!latch.await(LIMIT_MINUTES, TimeUnit.MINUTES)) {
            throw new IllegalStateException(latch.getCount() + " clients do not " + what);
        }
    }
}
