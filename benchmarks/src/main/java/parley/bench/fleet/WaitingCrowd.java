package parley.bench.fleet;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import parley.bench.process.RestAdmin;
import parley.client.UpdateClient;
import parley.client.UpdateListener;
import parley.folders.FolderRemoval;
import parley.message.Welcome;
import parley.protocol.JoinToken;

/** Real clients that are connected to a task that is paused, until it is resumed. */
final class WaitingCrowd implements AutoCloseable {

    private static final long LIMIT_MINUTES = 30;
    private static final byte[] FILE = {'v', '1', '\n'};

    private final RestAdmin admin;
    private final String task;
    private final Path states;
    private final List<UpdateClient> clients = new ArrayList<>();
    private final AtomicInteger errors = new AtomicInteger();
    private final CountDownLatch waiting;
    private final CountDownLatch ended;
    private final Moments told;
    private final Moments back;

    /** When each client did something for the first time, after a moment that is set later. */
    static final class Moments {
        private final long[] at;
        private final CountDownLatch left;
        private volatile boolean begun;
        private volatile long begin;

        Moments(int clients) {
            at = new long[clients];
            left = new CountDownLatch(clients);
        }

        void begin() {
            begin = System.nanoTime();
            begun = true;
        }

        synchronized void happened(int client) {
            if (begun && at[client] == 0) {
                at[client] = System.nanoTime();
                left.countDown();
            }
        }

        /** Waits for the last one, and gives the milliseconds since the begin. */
        double[] await(String what) throws InterruptedException {
            WaitingCrowd.await(left, what);
            double[] millis = new double[at.length];
            for (int i = 0; i < at.length; i++) {
                millis[i] = (at[i] - begin) / 1e6;
            }
            return millis;
        }
    }

    private WaitingCrowd(RestAdmin admin, JsonObject started, Path states, int size) throws Exception {
        this.admin = admin;
        this.task = "/api/v1/tasks/" + started.getString("id");
        this.states = states;
        this.waiting = new CountDownLatch(size);
        this.ended = new CountDownLatch(size);
        this.told = new Moments(size);
        this.back = new Moments(size);
    }

    /** @param address of the server as the clients are to see it */
    static WaitingCrowd of(int size, RestAdmin admin, String address, Path folder) throws Exception {
        String bundle = admin.upload(Map.of("waiting.conf", FILE));
        JsonObject policy = Json.createObjectBuilder()
                .add("maxClients", size)
                .add("confirm", "PT0S")
                .build();
        JsonObject started = admin.startTask(bundle, policy, address);
        Path states = Files.createDirectories(folder.resolve("waiting"));
        WaitingCrowd crowd = new WaitingCrowd(admin, started, states, size);
        crowd.say("pause");
        String token = started.getJsonObject("token").getString("token");
        for (int i = 0; i < size; i++) {
            crowd.start(token, i);
        }
        return crowd;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // whenComplete takes both ends
    private void start(String token, int number) throws Exception {
        UpdateClient client = UpdateClient.builder(JoinToken.parse(token))
                .name("bench-" + number)
                .stateFolder(states.resolve("c" + number))
                .handler(new DiscardingHandler())
                .listener(listener(number))
                .build();
        clients.add(client);
        client.start().whenComplete((outcome, failure) -> {
            if (failure != null) {
                errors.incrementAndGet();
                System.err.println("bench-" + number + " failed: " + failure);
            }
            told.happened(number); // it was offered its update by a new session, or failed
            back.happened(number);
            ended.countDown();
        });
    }

    private UpdateListener listener(int number) {
        return new UpdateListener() {
            @Override
            public void connected(String url, String serverFingerprint, Welcome welcome) {
                back.happened(number);
            }

            @Override
            public void paused(String why) {
                waiting.countDown();
            }

            @Override
            public void resumed(String why) {
                told.happened(number);
            }
        };
    }

    /** Waits until all have been told that the task is paused. */
    void awaitWaiting() throws InterruptedException {
        await(waiting, "wait");
    }

    /** Resumes the task, and gives for each client the milliseconds until it has heard of it. */
    double[] resume() throws IOException, InterruptedException {
        told.begin();
        say("resume");
        return told.await("have heard of it");
    }

    /** Does what ends all connections, and gives for each client the milliseconds until it is let in again. */
    double[] reconnect(Runnable cutting) throws InterruptedException {
        back.begin();
        cutting.run();
        return back.await("are back");
    }

    void awaitEnd() throws InterruptedException {
        await(ended, "have ended");
    }

    int errors() {
        return errors.get();
    }

    private void say(String what) throws IOException, InterruptedException {
        admin.post(
                task + "/" + what,
                Json.createObjectBuilder().add("reason", "bench").build());
    }

    private static void await(CountDownLatch latch, String what) throws InterruptedException {
        if (!latch.await(LIMIT_MINUTES, TimeUnit.MINUTES)) {
            throw new IllegalStateException(latch.getCount() + " clients do not " + what);
        }
    }

    @Override
    public void close() throws IOException {
        clients.forEach(UpdateClient::close);
        FolderRemoval.delete(states);
    }
}
