package parley.server.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A reader of an event stream (WHATWG HTML §9.2) that knows only what a browser knows. */
final class EventReader implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** One event as it came. */
    record Heard(Optional<String> id, String name, String data) {}

    private final HttpResponse<java.io.InputStream> response;
    private final BufferedReader lines;
    private final ExecutorService reading = Executors.newSingleThreadExecutor();

    private EventReader(HttpResponse<java.io.InputStream> response) {
        this.response = response;
        this.lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    static EventReader open(URI events, String authorization, Optional<String> lastEventId)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(events)
                .header("Accept", "text/event-stream")
                .header("Authorization", authorization);
        lastEventId.ifPresent(id -> request.header("Last-Event-ID", id));
        return new EventReader(
                HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofInputStream()));
    }

    int status() {
        return response.statusCode();
    }

    /** The next event with this name; others are passed over. */
    Heard next(String name) throws Exception {
        for (; ; ) {
            Heard heard = next();
            if (heard.name().equals(name)) {
                return heard;
            }
        }
    }

    Heard next() throws Exception {
        return within(this::read);
    }

    private Heard read() throws IOException {
        Optional<String> id = Optional.empty();
        String name = "message";
        List<String> data = new ArrayList<>();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty() && !data.isEmpty()) {
                return new Heard(id, name, String.join("\n", data));
            } else if (line.startsWith("id: ")) {
                id = Optional.of(line.substring(4));
            } else if (line.startsWith("event: ")) {
                name = line.substring(7);
            } else if (line.startsWith("data: ")) {
                data.add(line.substring(6));
            }
        }
        throw new IOException("the stream has ended");
    }

    private <T> T within(Callable<T> work) throws ExecutionException, InterruptedException, TimeoutException {
        return reading.submit(work).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public void close() throws IOException {
        reading.shutdownNow();
        response.body().close();
    }
}
