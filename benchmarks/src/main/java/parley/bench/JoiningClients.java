package parley.bench;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import parley.client.UpdateClient;
import parley.folders.FolderRemoval;
import parley.message.ClientState;
import parley.protocol.JoinToken;

/**
 * Real clients of the library, some at a time, that each join, download a bundle of 100 KiB in 20 files, verify it and
 * report success.
 */
final class JoiningClients {

    private static final int FILES = 20;
    private static final int FILE_BYTES = 5 * 1024;
    private static final int AT_ONCE = 64;
    private static final long LIMIT_MINUTES = 60;

    /**
     * What one fleet cost.
     *
     * @param cpuMillis of the server, for all clients
     * @param p50 milliseconds from a client's start to its end, the median
     * @param errors clients that did not succeed
     */
    record Result(int clients, double seconds, long cpuMillis, double p50, double p99, long peakBytes, int errors) {

        double cpuPerClient() {
            return (double) cpuMillis / clients;
        }

        double clientsPerSecond() {
            return clients / seconds;
        }

        JsonObject json() {
            return Json.createObjectBuilder()
                    .add("clients", clients)
                    .add("seconds", Figures.rounded(seconds))
                    .add("serverCpuMillisPerClient", Figures.rounded(cpuPerClient()))
                    .add("clientsPerSecond", Figures.rounded(clientsPerSecond()))
                    .add("p50Millis", Figures.rounded(p50))
                    .add("p99Millis", Figures.rounded(p99))
                    .add("peakResidentBytes", peakBytes)
                    .add("errors", errors)
                    .build();
        }
    }

    private final ServerUnderLoad server;
    private final Path folder;

    JoiningClients(ServerUnderLoad server, Path folder) {
        this.server = server;
        this.folder = folder;
    }

    Result run(int clients, boolean confirmed) throws Exception {
        String bundle = server.upload(files(clients));
        JsonObject policy = Json.createObjectBuilder()
                .add("maxClients", clients)
                .add("confirm", confirmed ? "PT10M" : "PT0S")
                .build();
        String token = server.startTask(bundle, policy).getJsonObject("token").getString("token");
        Path states = Files.createDirectories(folder.resolve("clients-" + bundle.substring(7, 19)));
        long[] millis = new long[clients];
        AtomicInteger errors = new AtomicInteger();
        AtomicReference<Throwable> first = new AtomicReference<>();
        Semaphore places = new Semaphore(AT_ONCE);
        CountDownLatch left = new CountDownLatch(clients);
        long cpuBefore = server.cpuMillis();
        long begun = System.nanoTime();
        for (int i = 0; i < clients; i++) {
            places.acquire();
            start(token, states, i, millis, errors, first, () -> {
                places.release();
                left.countDown();
            });
        }
        if (!left.await(LIMIT_MINUTES, TimeUnit.MINUTES)) {
            throw new IllegalStateException(left.getCount() + " clients have not ended in time");
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        long cpu = server.cpuMillis() - cpuBefore;
        if (first.get() != null) {
            System.err.println("the first error: " + first.get());
        }
        Arrays.sort(millis);
        FolderRemoval.delete(states);
        return new Result(
                clients,
                seconds,
                cpu,
                millis[clients / 2],
                millis[(int) (clients * 0.99)],
                server.peakResidentBytes(),
                errors.get());
    }

    @SuppressWarnings("FutureReturnValueIgnored") // whenComplete counts both ends
    private static void start(
            String token,
            Path states,
            int number,
            long[] millis,
            AtomicInteger errors,
            AtomicReference<Throwable> first,
            Runnable ended)
            throws Exception {
        long begun = System.nanoTime();
        UpdateClient client = UpdateClient.builder(JoinToken.parse(token))
                .name("bench-" + number)
                .stateFolder(states.resolve("c" + number))
                .handler(new DiscardingHandler())
                .build();
        client.start().whenComplete((outcome, failure) -> {
            millis[number] = (System.nanoTime() - begun) / 1_000_000;
            if (failure != null || outcome.state() != ClientState.SUCCEEDED) {
                errors.incrementAndGet();
                first.compareAndSet(null, failure != null ? failure : new IllegalStateException("" + outcome));
            }
            client.close();
            ended.run();
        });
    }

    /** Twenty files of 5 KiB, other ones for each seed. */
    private static Map<String, byte[]> files(int seed) {
        Random random = new Random(seed);
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (int i = 0; i < FILES; i++) {
            byte[] content = new byte[FILE_BYTES];
            random.nextBytes(content);
            files.put("conf.d/file-" + i + ".conf", content);
        }
        return files;
    }
}
