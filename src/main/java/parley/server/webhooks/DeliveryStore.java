package parley.server.webhooks;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parley.server.audit.Audit;
import parley.server.sessions.Node;
import parley.server.storage.CurrentTransaction;

/**
 * What deliveries read and write, each method in a transaction of its own. A node holds the lease of a webhook while it
 * sends, so that only one does; its id survives a restart, so that a killed node goes on at once.
 */
@ApplicationScoped
class DeliveryStore {

    /** Dead letters of one webhook; the oldest are lost. */
    static final int MOST_FAILURES = 200;

    /** A lease is longer than a request takes by this. */
    private static final Duration LEASE_BEYOND_REQUEST = Duration.ofSeconds(45);

    @Inject
    CurrentTransaction transaction;

    @Inject
    Node node;

    @Inject
    WebhookClient client;

    @Inject
    Audit audit;

    @Inject
    Clock clock;

    /** The webhooks that this node may work on, before the event with this number or a later one. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public List<Webhook> due(long last) {
        try {
            return WebhookTable.due(transaction.connection(), node.id(), clock.instant(), last);
        } catch (SQLException e) {
            throw Webhooks.failed(e);
        }
    }

    /** Takes the lease; empty if another node has it, or the webhook is disabled or deleted. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public Optional<Webhook> take(String id) {
        Connection connection = transaction.connection();
        try {
            return WebhookTable.lease(connection, id, node.id(), clock.instant(), leasedUntil())
                    ? WebhookTable.find(connection, id)
                    : Optional.empty();
        } catch (SQLException e) {
            throw Webhooks.failed(e);
        }
    }

    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public void release(String id) {
        try {
            WebhookTable.release(transaction.connection(), id, node.id());
        } catch (SQLException e) {
            throw Webhooks.failed(e);
        }
    }

    /** Stores what follows from an attempt; false: an administrator or another node has taken over. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public boolean store(DeliveryDecision decision) {
        Connection connection = transaction.connection();
        Webhook webhook = decision.webhook();
        try {
            if (decision.failure().isPresent()) {
                webhook = bounded(connection, webhook);
            }
            if (!WebhookTable.progress(connection, webhook, node.id(), leasedUntil())) {
                return false;
            }
            if (decision.failure().isPresent()) {
                WebhookFailureTable.insert(
                        connection, webhook.id(), decision.failure().get());
            }
            if (decision.switchedOff()) {
                audit.record(
                        "server",
                        "webhook.switched_off",
                        webhook.id(),
                        Map.of(
                                "name",
                                webhook.settings().name(),
                                "reason",
                                webhook.reason().orElse("")));
            }
            return true;
        } catch (SQLException e) {
            throw Webhooks.failed(e);
        }
    }

    /**
     * Lists events that were deleted before they were sent; what the list has already stays as it is.
     *
     * @param deleted tasks, and the number of the last deleted event of each
     */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public Optional<Webhook> gaps(Webhook webhook, Map<String, Long> deleted) {
        Connection connection = transaction.connection();
        Webhook now = webhook;
        try {
            for (Map.Entry<String, Long> gap : deleted.entrySet()) {
                if (!WebhookFailureTable.hasGap(connection, now.id(), gap.getKey(), gap.getValue())) {
                    long number = now.progress().lastFailure() + 1;
                    now = bounded(connection, now.with(now.progress().listed(number, 0)));
                    if (!WebhookTable.progress(connection, now, node.id(), leasedUntil())) {
                        return Optional.empty();
                    }
                    WebhookFailureTable.insert(
                            connection, now.id(), gap(number, gap.getKey(), gap.getValue(), clock.instant()));
                }
            }
            return Optional.of(now);
        } catch (SQLException e) {
            throw Webhooks.failed(e);
        }
    }

    private static WebhookFailure gap(long number, String task, long upTo, Instant now) {
        return new WebhookFailure(
                number,
                true,
                task,
                upTo,
                "",
                "",
                now,
                0,
                "Events of this task up to number " + upTo + " were deleted before they were sent"
                        + " (parley.limits.event.*): read the task and its clients.");
    }

    /** Makes room in the list for one more, and counts what is lost. */
    private static Webhook bounded(Connection connection, Webhook webhook) throws SQLException {
        Webhook.Progress progress = webhook.progress();
        int lost = WebhookFailureTable.dropUpTo(connection, webhook.id(), progress.lastFailure() - MOST_FAILURES);
        return webhook.with(progress.listed(progress.lastFailure(), lost));
    }

    private Instant leasedUntil() {
        return clock.instant().plus(client.time()).plus(LEASE_BEYOND_REQUEST);
    }
}
