package parley.server.webhooks;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.net.URI;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parley.server.audit.Audit;
import parley.server.problems.Problem;
import parley.server.storage.CurrentTransaction;
import parley.server.storage.Ids;
import parley.server.threads.ServerThreads;
import parley.server.tokens.ServerIdentity;

/** Makes, changes and deletes webhooks, and lists their failures. A secret's text exists once, in the answer. */
@ApplicationScoped
public class Webhooks {

    /** Each has a thread for its deliveries. */
    public static final int MOST = ServerThreads.DELIVERIES;

    /** How long the secret before a rotation signs too. */
    static final Duration OLD_SECRET = Duration.ofHours(24);

    /** A new or rotated secret. */
    public record Made(Webhook webhook, String secret) {
        @Override
        public String toString() {
            return "Made[" + webhook.id() + "]";
        }
    }

    /**
     * A change; what is empty stays as it is.
     *
     * @param task the inner one is empty for all tasks
     * @param from the events up to this number are left out
     */
    public record Change(
            Optional<String> name,
            Optional<String> url,
            Optional<List<String>> kinds,
            Optional<Optional<String>> task,
            Optional<Boolean> enabled,
            Optional<Long> from) {}

    @Inject
    CurrentTransaction transaction;

    @Inject
    ServerIdentity identity;

    @Inject
    SecureRandom random;

    @Inject
    Clock clock;

    @Inject
    Ids ids;

    @Inject
    Audit audit;

    /**
     * Makes a webhook with a new secret.
     *
     * @param settings that the caller has checked
     * @param from it gets the events after this number
     * @throws Problem {@code wrong_state}: there are {@link #MOST}, or one has this name
     */
    @Transactional
    public Made create(Webhook.Settings settings, long from, String actor) {
        Connection connection = locked();
        try {
            List<Webhook> all = WebhookTable.all(connection);
            if (all.size() >= MOST) {
                throw Problem.wrongState(
                        "There are " + MOST + " webhooks, which is the most.", "Delete one that nobody needs.");
            }
            refuseTaken(all, settings.name(), "");
            String id = ids.next();
            byte[] secret = WebhookSignature.newSecret(random);
            Webhook webhook = new Webhook(
                    id,
                    1,
                    settings,
                    Optional.empty(),
                    new Webhook.Secrets(wrapped(secret, id), Optional.empty(), Optional.empty()),
                    clock.instant(),
                    actor,
                    Webhook.Progress.after(from));
            WebhookTable.insert(connection, webhook);
            audit.record(actor, "webhook.created", id, detail(settings));
            return new Made(webhook, WebhookSignature.text(secret));
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** The oldest first. */
    @Transactional
    public List<Webhook> all() {
        try {
            return WebhookTable.all(transaction.connection());
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** How many dead letters each webhook has; those without any are left out. */
    @Transactional
    public Map<String, Integer> deadLetters() {
        try {
            return WebhookFailureTable.counts(transaction.connection());
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** @throws Problem {@code unknown_webhook} */
    @Transactional
    public Webhook get(String id) {
        try {
            return WebhookTable.find(transaction.connection(), id).orElseThrow(() -> unknown(id));
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /**
     * Changes a webhook; one that is enabled, or gets another URL, tries at once.
     *
     * @throws Problem {@code unknown_webhook}; {@code wrong_state}: another one has this name
     */
    @Transactional
    public Webhook change(String id, Change change, String actor) {
        Connection connection = locked();
        try {
            Webhook before = WebhookTable.lock(connection, id).orElseThrow(() -> unknown(id));
            change.name().ifPresent(name -> refuseTaken(all(), name, id));
            Webhook.Settings old = before.settings();
            Webhook.Settings settings = new Webhook.Settings(
                    change.name().orElse(old.name()),
                    change.url().orElse(old.url()),
                    change.kinds().orElse(old.kinds()),
                    change.task().orElse(old.task()),
                    change.enabled().orElse(old.enabled()));
            Webhook.Progress progress = before.progress();
            if (change.from().isPresent()) {
                progress = progress.past(change.from().get());
            }
            if (change.url().isPresent() || change.enabled().orElse(false)) {
                progress = progress.afresh();
            }
            Webhook changed = before.with(settings)
                    .with(progress)
                    .with(change.enabled().isPresent() ? Optional.empty() : before.reason());
            WebhookTable.change(connection, changed);
            audit.record(actor, "webhook.changed", id, detail(settings));
            return changed;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /**
     * Gives it a new secret. The old one signs too for 24 hours; one that is even older does not any more.
     *
     * @throws Problem {@code unknown_webhook}
     */
    @Transactional
    public Made rotate(String id, String actor) {
        Connection connection = locked();
        try {
            Webhook before = WebhookTable.lock(connection, id).orElseThrow(() -> unknown(id));
            byte[] secret = WebhookSignature.newSecret(random);
            Webhook rotated = before.with(new Webhook.Secrets(
                    wrapped(secret, id),
                    Optional.of(before.secrets().current()),
                    Optional.of(clock.instant().plus(OLD_SECRET))));
            WebhookTable.change(connection, rotated);
            audit.record(
                    actor,
                    "webhook.rotated",
                    id,
                    Map.of("name", before.settings().name()));
            return new Made(rotated, WebhookSignature.text(secret));
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** Deletes it with its failures. @throws Problem {@code unknown_webhook} */
    @Transactional
    public void delete(String id, String actor) {
        Connection connection = locked();
        try {
            Webhook webhook = WebhookTable.lock(connection, id).orElseThrow(() -> unknown(id));
            WebhookTable.delete(connection, id);
            audit.record(
                    actor,
                    "webhook.deleted",
                    id,
                    Map.of("name", webhook.settings().name()));
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** The dead letters, the oldest first. @throws Problem {@code unknown_webhook} */
    @Transactional
    public List<WebhookFailure> failures(String id) {
        get(id);
        try {
            return WebhookFailureTable.all(transaction.connection(), id);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** @throws Problem {@code unknown_webhook}, {@code not_found} */
    @Transactional
    public WebhookFailure failure(String id, long number) {
        get(id);
        try {
            return WebhookFailureTable.find(transaction.connection(), id, number)
                    .orElseThrow(() -> new Problem(
                            404,
                            "not_found",
                            "There is nothing here",
                            "The webhook has no failure with the number " + number + ".",
                            "parley webhook failures shows those that there are."));
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** A dead letter was delivered after all: it leaves the list. */
    @Transactional
    public void resent(String id, WebhookFailure failure, String actor) {
        try {
            WebhookFailureTable.delete(transaction.connection(), id, failure.number());
            audit.record(actor, "webhook.resent", id, Map.of("event", failure.event(), "failure", failure.number()));
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    static String context(String id) {
        return "webhook " + id;
    }

    private byte[] wrapped(byte[] secret, String id) {
        return identity.wrapping().wrap(secret, context(id));
    }

    /** One change of webhooks at a time, also on several nodes. */
    private Connection locked() {
        Connection connection = transaction.connection();
        try (var statement = connection.prepareStatement("SELECT id FROM start_lock WHERE id = 1 FOR UPDATE")) {
            statement.executeQuery().close();
            return connection;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private static void refuseTaken(List<Webhook> all, String name, String except) {
        if (all.stream()
                .anyMatch(other ->
                        other.settings().name().equals(name) && !other.id().equals(except))) {
            throw Problem.wrongState("There is already a webhook named “" + name + "”.", "Choose another name.");
        }
    }

    /** Not the whole URL: its path is a secret at many services. */
    private static Map<String, Object> detail(Webhook.Settings settings) {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("name", settings.name());
        detail.put("host", URI.create(settings.url()).getHost());
        detail.put("events", settings.kinds());
        settings.task().ifPresent(task -> detail.put("task", task));
        detail.put("enabled", settings.enabled());
        return detail;
    }

    private static Problem unknown(String id) {
        return new Problem(
                404,
                "unknown_webhook",
                "There is no such webhook",
                "No webhook has the id " + id + ".",
                "parley webhook list");
    }

    static WebhooksException failed(SQLException e) {
        return new WebhooksException("webhooks cannot be read or written", e);
    }
}
