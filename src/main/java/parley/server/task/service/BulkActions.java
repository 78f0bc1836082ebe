package parley.server.task.service;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import parley.server.problems.Problem;
import parley.server.storage.Deadlocks;
import parley.server.task.model.Client;
import parley.server.task.model.Task;
import parley.server.task.query.ClientQueries;

/**
 * Does the same to many clients of a task, in the order of their names. Each client is changed in a transaction of its
 * own, with its own entry in the audit log, as if the operator had named it alone: a client that cannot be changed does
 * not hold up the others.
 */
@ApplicationScoped
public class BulkActions {

    /** Clients that one call changes, or is asked for by name. */
    public static final int MOST = 1_000;

    /** How long one call takes: less than a client of REST waits. */
    static final Duration AT_MOST = Duration.ofSeconds(10);

    /** Clients that are read with one query. */
    private static final int PAGE = 200;

    /** @param connected whether it is told at once */
    public record Changed(String name, boolean connected) {}

    /** A client that stays as it is; code and detail are those of the request for it alone. */
    public record Skipped(String name, String code, String detail) {}

    /** @param last the last client that was looked at, if there may be others behind it */
    public record Result(List<Changed> changed, List<Skipped> skipped, Optional<String> last) {}

    @Inject
    Clock clock;

    @Inject
    ClientQueries clients;

    @Inject
    ClientApprovals approvals;

    @Inject
    ClientRetries retries;

    @Inject
    ClientRevocations revocations;

    /**
     * Changes up to {@link #MOST} clients, for up to {@link #AT_MOST}; the result says where to go on.
     *
     * @param after the {@code last} of the call before; empty: from the beginning
     */
    public Result run(Task task, BulkAction action, ClientSelection which, Optional<String> after, String actor) {
        Instant until = clock.instant().plus(AT_MOST);
        List<Changed> changed = new ArrayList<>();
        List<Skipped> skipped = new ArrayList<>();
        Optional<String> last = after;
        Iterator<Target> targets = targets(task, which, after);
        while (targets.hasNext()) {
            if (changed.size() + skipped.size() == MOST || !clock.instant().isBefore(until)) {
                return new Result(changed, skipped, last);
            }
            Target target = targets.next();
            last = Optional.of(target.name());
            if (target.isMeant()) {
                change(task, action, target.name(), actor, changed, skipped);
            }
        }
        return new Result(changed, skipped, Optional.empty());
    }

    /** @param isMeant false: it was looked at, and is left alone */
    private record Target(String name, boolean isMeant) {}

    private Iterator<Target> targets(Task task, ClientSelection which, Optional<String> after) {
        if (which instanceof ClientSelection.Matching matching) {
            return new MatchingTargets(task, matching, after);
        }
        return ((ClientSelection.Named) which)
                .names().stream()
                        .filter(name -> after.isEmpty() || name.compareTo(after.get()) > 0)
                        .map(name -> new Target(name, true))
                        .iterator();
    }

    private void change(
            Task task, BulkAction action, String name, String actor, List<Changed> changed, List<Skipped> skipped) {
        try {
            Client client = clients.get(task.id(), name);
            Deadlocks.repeated(() -> {
                switch (action) {
                    case APPROVE -> approvals.approve(client, Optional.empty(), actor);
                    case DENY -> approvals.deny(client, actor);
                    case RETRY -> retries.retry(client, actor);
                    case REVOKE -> revocations.revoke(client, actor);
                }
            });
            changed.add(new Changed(name, client.connected()));
        } catch (Problem e) {
            skipped.add(new Skipped(name, e.code(), e.detail()));
        } catch (ForgottenClientException e) {
            Problem gone = ClientQueries.notFound(task.id());
            skipped.add(new Skipped(name, gone.code(), gone.detail()));
        }
    }

    /** Reads the clients of a task page by page, so that many of them need no memory. */
    private final class MatchingTargets implements Iterator<Target> {

        private final Task task;
        private final ClientSelection.Matching matching;
        private Iterator<Client> page;
        private Optional<String> last;

        MatchingTargets(Task task, ClientSelection.Matching matching, Optional<String> after) {
            this.task = task;
            this.matching = matching;
            this.last = after;
            this.page = read();
        }

        private Iterator<Client> read() {
            return clients.list(task.id(), matching.onlyState(), matching.search(), last, PAGE)
                    .iterator();
        }

        @Override
        public boolean hasNext() {
            if (!page.hasNext()) {
                page = read();
            }
            return page.hasNext();
        }

        @Override
        public Target next() {
            Client client = page.next();
            last = Optional.of(client.name());
            return new Target(client.name(), matching.has(client));
        }
    }
}
