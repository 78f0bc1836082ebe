package parley.server.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A target of webhooks on 127.0.0.1 that answers as a test wants it to. Closing it lets go what hangs. */
final class WebhookReceiver implements AutoCloseable {

    /** Instead of a status: no answer before the test ends. */
    static final int HANGS = -1;

    /** Instead of a status: 200, and 1 GiB. */
    static final int ENDLESS = -2;

    private static final long GIBIBYTE = 1L << 30;

    /** A request as it came. */
    record Heard(String contentType, String id, String timestamp, String signature, String body) {
        JsonObject json() {
            return Json.createReader(new StringReader(body)).readObject();
        }
    }

    private final HttpServer http;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Heard> heard = new CopyOnWriteArrayList<>();
    private volatile int answer;

    WebhookReceiver(int answer) throws IOException {
        this.answer = answer;
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(threads);
        http.createContext("/", this::take);
        http.start();
    }

    /** Lets a server send to loopback. */
    static PayaraMicro allow(PayaraMicro payara) {
        return payara.set("parley.webhooks.allow", "127.0.0.0/8");
    }

    void answer(int status) {
        answer = status;
    }

    List<Heard> heard() {
        return heard;
    }

    /** The numbers of the events that came, in the order in which they came. */
    List<Integer> numbers() {
        return heard.stream()
                .map(one -> one.json().getJsonObject("data").getInt("number"))
                .toList();
    }

    String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort() + "/hook?a=b";
    }

    /**
     * Makes a webhook for this target, and returns its path.
     *
     * @param task empty for all
     */
    String webhook(RunningServer server, String name, String task) throws IOException, InterruptedException {
        return "/api/v1/webhooks/"
                + made(server, name, task).getJsonObject("webhook").getString("id");
    }

    JsonObject made(RunningServer server, String name, String task) throws IOException, InterruptedException {
        String only = task.isEmpty() ? "" : ",\"task\":\"" + task + "\"";
        return server.admin()
                .post("/api/v1/webhooks", "{\"name\":\"" + name + "\",\"url\":\"" + url() + "\"" + only + "}")
                .expect(201)
                .json();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            heard.add(new Heard(
                    exchange.getRequestHeaders().getFirst("Content-Type"),
                    exchange.getRequestHeaders().getFirst("webhook-id"),
                    exchange.getRequestHeaders().getFirst("webhook-timestamp"),
                    exchange.getRequestHeaders().getFirst("webhook-signature"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            switch (answer) {
                case HANGS -> closed.await();
                case ENDLESS -> flood(exchange);
                default -> {
                    if (answer / 100 == 3) {
                        exchange.getResponseHeaders().set("Location", url());
                    }
                    exchange.sendResponseHeaders(answer, -1);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void flood(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, GIBIBYTE);
        try (OutputStream body = exchange.getResponseBody()) {
            byte[] some = new byte[1 << 16];
            for (long sent = 0; sent < GIBIBYTE; sent += some.length) {
                body.write(some);
            }
        }
    }

    @Override
    public void close() {
        closed.countDown();
        http.stop(0);
        threads.shutdownNow();
    }
}
