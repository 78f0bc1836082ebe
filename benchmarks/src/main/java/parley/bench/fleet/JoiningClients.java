package parley.bench.fleet;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import parley.bench.base.Figures;
import parley.bench.process.RestAdmin;
import parley.client.UpdateClient;
import parley.folders.FolderRemoval;
import parley.message.ClientState;
import parley.protocol.JoinToken;

/**
 * Real clients of the library, some at a time, that each join, download a bundle of 100 KiB in 20 files, verify it and
 * report success.
 */
public final class JoiningClients {

    private static final int FILES = 20;
    private static final int FILE_BYTES = 5 * Figures.KIBIBYTE;
    private static final int AT_ONCE = 64;
    private static final long LIMIT_MINUTES = 60;
    private static final double NEARLY_ALL = 0.99;

    /**
     * How one fleet fared.
     *
     * @param p50 milliseconds from a client's start to its end, the median
     * @param errors clients that did not succeed
     */
    public record Result(int clients, double seconds, double p50, double p99, int errors) {}

    private final RestAdmin admin;
    private final Path folder;

    public JoiningClients(RestAdmin admin, Path folder) {
        this.admin = admin;
        this.folder = folder;
    }

    /** @param confirmed each client comes back a second time and is confirmed, as is the default of a task */
    public Result run(int clients, boolean confirmed) throws Exception {
        String bundle = admin.upload(files(clients));
        JsonObject policy = Json.createObjectBuilder()
                .add("maxClients", clients)
                .add("confirm", confirmed ? "PT10M" : "PT0S")
                .build();
        String token = admin.startTask(bundle, policy).getJsonObject("token").getString("token");
        Path states = Files.createDirectories(folder.resolve("clients-" + bundle.substring(7, 19)));
        Progress progress = new Progress(clients);
        long begun = System.nanoTime();
        for (int i = 0; i < clients; i++) {
            progress.places.acquire();
            start(token, states, i, progress);
        }
        if (!progress.left.await(LIMIT_MINUTES, TimeUnit.MINUTES)) {
            throw new IllegalStateException(progress.left.getCount() + " clients have not ended in time");
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        Throwable error = progress.error.get();
        if (error != null) {
            System.err.println("the first error: " + error);
        }
        FolderRemoval.delete(states);
        return new Result(
                clients,
                seconds,
                Figures.percentile(progress.millis, 0.5),
                Figures.percentile(progress.millis, NEARLY_ALL),
                progress.errors.get());
    }

    /** What is counted of a fleet on its way. */
    private static final class Progress {
        final double[] millis;
        final AtomicInteger errors = new AtomicInteger();
        final AtomicReference<@Nullable Throwable> error = new AtomicReference<>();
        final Semaphore places = new Semaphore(AT_ONCE);
        final CountDownLatch left;

        Progress(int clients) {
            millis = new double[clients];
            left = new CountDownLatch(clients);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // whenComplete counts both ends
    private static void start(String token, Path states, int number, Progress progress) throws Exception {
        long begun = System.nanoTime();
        UpdateClient client = UpdateClient.builder(JoinToken.parse(token))
                .name("bench-" + number)
                .stateFolder(states.resolve("c" + number))
                .handler(new DiscardingHandler())
                .build();
        client.start().whenComplete((outcome, failure) -> {
            progress.millis[number] = (System.nanoTime() - begun) / 1e6;
            if (failure != null || outcome.state() != ClientState.SUCCEEDED) {
                progress.errors.incrementAndGet();
                progress.error.compareAndSet(
                        null, failure != null ? failure : new IllegalStateException(outcome.toString()));
            }
            client.close();
            progress.places.release();
            progress.left.countDown();
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
