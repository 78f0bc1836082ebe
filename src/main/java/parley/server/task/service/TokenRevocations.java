package parley.server.task.service;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import parley.protocol.KeyId;
import parley.server.storage.Deadlocks;
import parley.server.task.query.ClientQueries;
import parley.server.tokens.TokenRecord;
import parley.server.tokens.Tokens;

/**
 * Revokes tokens together with the clients that they let in: the token in one transaction, then its clients, so many in
 * each transaction. What a killed node leaves undone {@link #finish} does.
 */
@ApplicationScoped
public class TokenRevocations {

    /** Clients that are revoked in one transaction: as long as it lasts they can report nothing. */
    private static final int AT_ONCE = 50;

    /** How long a request waits: less than a client of REST does. */
    static final Duration AT_MOST = Duration.ofSeconds(10);

    private static final Logger LOG = Logger.getLogger(TokenRevocations.class.getName());

    @Inject
    Clock clock;

    @Inject
    TaskTokens taskTokens;

    @Inject
    Tokens tokens;

    @Inject
    ClientQueries clients;

    @Inject
    ClientRevocations revocations;

    /**
     * When this returns, the token is revoked, and so are the clients that it let in, or as many of them as
     * {@link #AT_MOST} was enough for: then {@link #finish} revokes the others.
     *
     * @return how many clients were not revoked before
     * @throws parley.server.problems.Problem {@code unknown_token}
     */
    public long revoke(String task, KeyId token, String actor) {
        long found = taskTokens.revokeWithClients(task, token, actor);
        revokeClients(task, token, actor, clock.instant().plus(AT_MOST));
        return found;
    }

    /** Revokes the clients that are left from earlier requests. */
    public void finish() {
        for (TokenRecord token : tokens.withClientsToRevoke()) {
            revokeClients(token.task(), token.keyId(), token.clientsToRevokeBy().orElseThrow(), Instant.MAX);
        }
    }

    private void revokeClients(String task, KeyId token, String actor, Instant until) {
        List<String> next = clients.notRevoked(task, token, AT_ONCE);
        while (!next.isEmpty()) {
            List<String> some = next;
            try {
                Deadlocks.repeated(() -> revocations.revoke(some, actor));
            } catch (ForgottenClientException e) {
                LOG.log(Level.FINE, "A client was removed before it could be revoked; the others are tried again.", e);
            }
            next = clients.notRevoked(task, token, AT_ONCE);
            if (!next.isEmpty() && !clock.instant().isBefore(until)) {
                return; // finish() does the rest
            }
        }
        tokens.clientsAreRevoked(token);
    }
}
