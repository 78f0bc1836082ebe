package parley.cli.rest;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;

/** Sends a body as long as bytes are taken: gives up only when no byte was taken and no answer came for a minute. */
final class PatientUpload {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http;
    private final HttpRequest request;
    private final Multipart body;

    PatientUpload(HttpClient http, HttpRequest request, Multipart body) {
        this.http = http;
        this.request = request;
        this.body = body;
    }

    HttpResponse<InputStream> send(Function<IOException, CliProblem> failure) {
        CompletableFuture<HttpResponse<InputStream>> answer = http.sendAsync(request, BodyHandlers.ofInputStream());
        try {
            return await(answer);
        } catch (ExecutionException e) {
            if (body.failure().isPresent()) {
                throw unreadable(body.failure().get());
            }
            if (e.getCause() instanceof IOException io) {
                throw failure.apply(io);
            }
            throw new IllegalStateException("the upload failed in an unexpected way", e.getCause());
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new CliProblem(ExitCode.INTERRUPTED, "Interrupted; the bundle was not stored.", "", "", e);
        }
    }

    private static CliProblem unreadable(IOException cause) {
        return new CliProblem(
                ExitCode.FAILED,
                "The files could not be sent; no bundle was stored.",
                cause.getMessage() + ".",
                "run the same command again while nothing changes them",
                cause);
    }

    private HttpResponse<InputStream> await(CompletableFuture<HttpResponse<InputStream>> answer)
            throws InterruptedException, ExecutionException {
        while (true) {
            long before = body.sent();
            try {
                return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                if (body.sent() == before) {
                    answer.cancel(true);
                    throw new CliProblem(
                            ExitCode.UNREACHABLE,
                            "The upload has stopped.",
                            "The server took nothing for " + PATIENCE.toSeconds() + " seconds, at " + before + " of "
                                    + body.length() + " bytes.",
                            "look at the server's log, then run the same command again",
                            e);
                }
            }
        }
    }
}
