package parley.server.bundles;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import parley.server.bundles.intake.BundleIntake;
import parley.server.bundles.intake.MultipartUpload;
import parley.server.bundles.store.BlobStore;
import parley.server.bundles.store.BundleLimits;
import parley.server.bundles.store.Staging;
import parley.server.bundles.store.UploadRefused;
import parley.server.bundles.store.UploadWarning;
import parley.server.problems.Problem;

/** Makes a bundle of an uploaded body: first everything is durable on disk, then one transaction. Thread-safe. */
@ApplicationScoped
public class BundleUploads {

    /** A bundle, and the warnings for its sender. */
    public record Received(Bundles.Added added, List<UploadWarning> warnings) {}

    private static final int MAX_TEXT = 128;
    private static final String DEFAULT_NAME = "bundle";

    @Inject
    BlobStore store;

    @Inject
    Bundles bundles;

    @Inject
    BundleLimits limits;

    @Inject
    MetricRegistry metrics;

    /** How many uploads may run at the same time; each holds a thread and writes to the disk. */
    @Inject
    @ConfigProperty(name = "parley.limits.uploads")
    int parallel;

    private Semaphore seats;

    @PostConstruct
    void open() {
        seats = new Semaphore(parallel);
    }

    /**
     * Reads a multipart body and adds its bundle.
     *
     * @throws Problem if it cannot become a bundle; then nothing of it is kept
     */
    public Received receive(InputStream body, String boundary, String actor) throws IOException {
        if (!seats.tryAcquire()) {
            throw new Problem(
                    429,
                    "too_many_requests",
                    "Too many uploads at the same time",
                    "The server takes " + parallel + " uploads at the same time.",
                    "Try again when one of them has ended, or raise parley.limits.uploads on the server.");
        }
        try (Staging staging = store.stage()) {
            Received received = receive(body, boundary, actor, staging);
            count(received.added().isNew() ? "created" : "known");
            return received;
        } catch (UploadRefused refused) {
            count(refused.why().code());
            throw problem(refused);
        } finally {
            seats.release();
        }
    }

    private Received receive(InputStream body, String boundary, String actor, Staging staging) throws IOException {
        MultipartUpload.Received received = MultipartUpload.read(body, boundary, staging, limits);
        String name = received.name()
                .map(text -> checked("name", text))
                .or(() -> received.archive().flatMap(BundleUploads::withoutEnding))
                .orElse(DEFAULT_NAME);
        Optional<String> version = received.version().map(text -> checked("version", text));
        staging.publish();
        BundleIntake.Content content = received.content();
        return new Received(bundles.add(name, version, content.entries(), content.links(), actor), content.warnings());
    }

    private static String checked(String field, String text) {
        String stripped = text.strip();
        if (stripped.isEmpty()
                || stripped.length() > MAX_TEXT
                || stripped.codePoints().anyMatch(Character::isISOControl)) {
            throw Problem.invalid(
                    "The field “" + field + "” is not 1 to " + MAX_TEXT + " characters without control characters.",
                    "Use another " + field + ".");
        }
        return stripped;
    }

    /** {@code site-2.1.tar.gz} gives the name site-2.1. */
    private static Optional<String> withoutEnding(String fileName) {
        String base = fileName.substring(fileName.lastIndexOf('/') + 1).replaceFirst("(?i)\\.(zip|tgz|tar\\.gz)$", "");
        return base.matches("[A-Za-z0-9._-]{1,63}") ? Optional.of(base) : Optional.empty();
    }

    private void count(String result) {
        metrics.counter("parley_uploads_total", new Tag("result", result)).inc();
    }

    private static Problem problem(UploadRefused refused) {
        int status =
                switch (refused.why()) {
                    case BAD_PATH -> 422;
                    case TOO_LARGE -> 413;
                    case NO_SPACE -> 507;
                    case UNSUPPORTED -> 415;
                    case INCOMPLETE, INVALID -> 400;
                };
        return new Problem(status, refused.why().code(), refused.why().title(), refused.getMessage(), refused.hint());
    }
}
