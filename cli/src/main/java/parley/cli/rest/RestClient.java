package parley.cli.rest;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonStructure;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;

/**
 * A client of {@code /api/v1}: each call is one request and returns the answer's JSON, or throws a {@link CliProblem}
 * with the error text.
 *
 * <p>Redirects are not followed and nothing is retried. A request has 5 s to connect and 30 s for the answer; uploads
 * may take as long as bytes keep moving. Thread-safe.
 */
public final class RestClient {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final Duration PREPARATION = Duration.ofMinutes(10);

    private final ServerAddress address;
    private final String key;
    private final HttpClient http;

    public RestClient(ServerAddress address, String key) {
        this(address, key, Optional.empty());
    }

    /** @param certificate the only one that is trusted; empty: every one that this machine trusts */
    public RestClient(ServerAddress address, String key, Optional<PinnedCertificate> certificate) {
        this.address = address;
        this.key = key;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER);
        certificate.ifPresent(pinned -> builder.sslContext(pinned.context()));
        this.http = builder.build();
    }

    public ServerAddress address() {
        return address;
    }

    /** GET; {@code path} is below {@code /api/v1} and begins with a slash, its segments made with {@link #segment}. */
    public JsonObject get(String path) {
        return send(request(path).timeout(ANSWER).GET().build());
    }

    /** Reads what {@link #stream} receives. */
    @FunctionalInterface
    public interface TextReader {
        void read(Reader text) throws IOException;
    }

    /** GET of a text of any length; {@code take} gets it while it comes. */
    public void stream(String path, TextReader take) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/api/v1" + path))
                .header("Authorization", "Bearer " + key)
                .timeout(ANSWER)
                .GET()
                .build();
        try {
            HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
            if (response.statusCode() != 200) {
                answer(request.uri(), response);
                return;
            }
            try (Reader text = new InputStreamReader(response.body(), StandardCharsets.UTF_8)) {
                take.read(text);
            }
        } catch (IOException e) {
            throw failed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliProblem(ExitCode.INTERRUPTED, "Interrupted.", "", "", e);
        }
    }

    /**
     * POST without a body, whose answer becomes a file. The server may work for ten minutes before it answers.
     *
     * @throws IOException the file cannot be written
     */
    public void download(String path, NewFile file) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/api/v1" + path))
                .header("Authorization", "Bearer " + key)
                .timeout(PREPARATION)
                .POST(BodyPublishers.noBody())
                .build();
        HttpResponse<InputStream> response;
        try {
            response = http.send(request, BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw failed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliProblem(ExitCode.INTERRUPTED, "Interrupted.", "", "", e);
        }
        if (response.statusCode() != 200) {
            answer(request.uri(), response);
            return;
        }
        try (InputStream body = response.body();
                OutputStream to = file.open()) {
            new PatientDownload().copy(body, to, this::failed);
        }
    }

    /** POST of a JSON object. */
    public JsonObject post(String path, JsonObject body) {
        return send(request(path)
                .timeout(ANSWER)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()))
                .build());
    }

    /** PATCH with a JSON merge patch. */
    public JsonObject patch(String path, JsonObject body) {
        return send(request(path)
                .timeout(ANSWER)
                .header("Content-Type", "application/merge-patch+json")
                .method("PATCH", BodyPublishers.ofString(body.toString()))
                .build());
    }

    /** DELETE; the answer is empty unless the server has something to say. */
    public JsonObject delete(String path) {
        return send(request(path).timeout(ANSWER).DELETE().build());
    }

    /** POST of files as multipart/form-data, streamed: no file is held in memory. */
    public JsonObject upload(String path, Multipart body) {
        HttpRequest request = request(path)
                .header("Content-Type", body.contentType())
                .POST(body.publisher())
                .build();
        HttpResponse<InputStream> response = new PatientUpload(http, request, body).send(this::failed);
        return answer(request.uri(), response);
    }

    /** {@code text} as one segment of a path or as a value in a query. */
    public static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address + "/api/v1" + path))
                .header("Authorization", "Bearer " + key)
                .header("Accept", "application/json, application/problem+json");
    }

    private JsonObject send(HttpRequest request) {
        try {
            return answer(request.uri(), http.send(request, BodyHandlers.ofInputStream()));
        } catch (IOException e) {
            throw failed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliProblem(ExitCode.INTERRUPTED, "Interrupted.", "", "", e);
        }
    }

    private CliProblem failed(IOException cause) {
        return RestFailure.of(address, cause);
    }

    private JsonObject answer(URI uri, HttpResponse<InputStream> response) {
        int status = response.statusCode();
        try (InputStream body = response.body()) {
            if (status == 204) {
                return JsonObject.EMPTY_JSON_OBJECT;
            }
            String type = response.headers().firstValue("Content-Type").orElse("");
            if (!type.matches("application/(problem\\+)?json\\b.*") || status >= 300 && status < 400) {
                throw RestFailure.notParley(uri, status, type);
            }
            JsonObject answer = object(uri, status, body);
            if (status >= 400) {
                throw RestFailure.of(address, status, answer);
            }
            return answer;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static JsonObject object(URI uri, int status, InputStream body) throws IOException {
        try (JsonReader reader = Json.createReader(body)) {
            JsonStructure answer = reader.read();
            if (answer instanceof JsonObject object) {
                return object;
            }
        } catch (JsonException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
        }
        throw RestFailure.notParley(uri, status, "no JSON object");
    }
}
