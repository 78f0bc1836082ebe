package parley.cli.stub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Answers {@code /api/v1} on a free loopback port, from what {@link StubState} holds. One request at a time. */
public final class StubServer implements AutoCloseable {

    private static final Map<String, String> ROLES =
            Map.of("pak_the-admins-key", "admin", "pak_the-viewers-key", "viewer");

    private final HttpServer http;
    private final StubState state = new StubState();
    private String misbehaviour = "";

    public StubServer() {
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new AssertionError("no loopback port", e);
        }
        http.createContext("/", this::answer);
        http.start();
    }

    public String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    /**
     * {@code client TASK NAME STATE[/WAITS-FOR]…}: a client that is in the next of these states at every look;
     * {@code answers WHAT}: misbehaves; {@code audit-broken}: the audit log does not verify; {@code newer N}: so many
     * clients have a newer bundle; {@code true-digests}: bundles have the digests of their contents; {@code rival}:
     * somebody else makes the next task a moment before it is asked for.
     */
    public void apply(String word, String rest) {
        switch (word) {
            case "client" -> state.clients().add(rest.split(" "));
            case "newer" -> state.newer(Integer.parseInt(rest));
            case "true-digests" -> state.trueDigests();
            case "rival" -> state.rival();
            case "audit-broken" -> state.breakAudit();
            case "answers" -> misbehaviour = rest;
            default -> throw new AssertionError("unknown directive @ " + word);
        }
    }

    @Override
    public void close() {
        http.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] request = exchange.getRequestBody().readAllBytes();
            switch (misbehaviour) {
                case "html" -> send(exchange, 502, "text/html", "<h1>Bad gateway</h1>");
                case "redirect" -> {
                    exchange.getResponseHeaders().set("Location", "https://elsewhere.example/");
                    send(exchange, 302, "text/plain", "");
                }
                case "half" -> send(exchange, 200, "application/json", "{\"tasks\":[");
                default -> route(exchange, request);
            }
        }
    }

    private void route(HttpExchange exchange, byte[] body) throws IOException {
        String key = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"))
                .replace("Bearer ", "");
        String role = ROLES.get(key);
        try {
            if (role == null) {
                throw new StubProblem(
                        401,
                        "wrong_key",
                        "The API key is not known.",
                        "It was revoked, or is of another server.",
                        "parley key create NAME --role operator");
            }
            if (role.equals("viewer") && !exchange.getRequestMethod().equals("GET")) {
                throw new StubProblem(
                        403,
                        "wrong_role",
                        "This needs the role operator.",
                        "The key viewer has the role viewer.",
                        "use a key with the role operator");
            }
            String path = exchange.getRequestURI().getPath().substring("/api/v1".length());
            String type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
            JsonObject answer = path.equals("/bundles")
                    ? state.bundle(new StubUpload(type, body))
                    : state.answer(
                            exchange.getRequestMethod(),
                            path.substring(1).split("/"),
                            String.valueOf(exchange.getRequestURI().getQuery()),
                            json(type, body));
            boolean created = exchange.getRequestMethod().equals("POST")
                    && !path.matches(".*/(cancel|pause|resume|retry|forget)");
            send(exchange, answer.isEmpty() ? 204 : created ? 201 : 200, "application/json", answer.toString());
        } catch (StubProblem e) {
            send(exchange, e.status, "application/problem+json", e.json().toString());
        }
    }

    private static JsonObject json(String type, byte[] body) throws IOException {
        if (!type.matches("application/(merge-patch\\+)?json.*")) {
            return JsonObject.EMPTY_JSON_OBJECT;
        }
        try (InputStream in = new ByteArrayInputStream(body);
                JsonReader reader = Json.createReader(in)) {
            return reader.readObject();
        }
    }

    private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, status == 204 || bytes.length == 0 ? -1 : bytes.length);
        if (status != 204 && bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
    }

    /** An answer that is a problem. */
    static final class StubProblem extends RuntimeException {
        final int status;
        private final transient JsonObjectBuilder json;

        StubProblem(int status, String code, String title, String detail, String hint) {
            super(title);
            this.status = status;
            this.json = Json.createObjectBuilder()
                    .add("code", code)
                    .add("title", title)
                    .add("detail", detail)
                    .add("hint", hint);
        }

        JsonObject json() {
            return json.build();
        }
    }
}
