package parley.server.tokens;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import parley.protocol.JoinToken;
import parley.protocol.JoinTokenException;
import parley.protocol.KeyId;
import parley.protocol.PskKeys;
import parley.protocol.Secret;
import parley.protocol.ServerHandshake.Credentials;
import parley.protocol.StaticKey;
import parley.server.audit.Audit;
import parley.server.problems.Problem;

/** Makes, finds and revokes join tokens, and assigns their seats. */
@ApplicationScoped
@Transactional
public class Tokens {
    public static final Duration LONGEST = Duration.ofDays(30);
    public static final int MOST_CLIENTS = 1_000_000;
    private static final Duration TOMBSTONE = Duration.ofDays(30);
    private static final int PSK = 32;

    @PersistenceContext
    EntityManager entities;

    @Inject
    ServerIdentity identity;

    @Inject
    PublicUrls publicUrls;

    @Inject
    SecureRandom random;

    @Inject
    Clock clock;

    @Inject
    Audit audit;

    /** @throws Problem {@code invalid} */
    public IssuedToken issue(String task, TokenTerms terms, TokenRequest request, String actor) {
        Instant now = clock.instant();
        Instant notAfter =
                now.plus(request.expiresIn().orElse(terms.expiresIn())).truncatedTo(ChronoUnit.SECONDS);
        StaticKey serverKey = identity.current();
        Secret psk = psk();
        JoinToken token = token(request, psk, serverKey, notAfter);
        PskKeys keys = PskKeys.derive(psk, token.keyId(), serverKey.publicKey(), request.suite());
        try {
            TokenRecord record = new TokenRecord(
                    token.keyId(),
                    task,
                    request,
                    request.suite(),
                    identity.currentId(),
                    identity.wrapping().wrap(keys.unsafeBytes(), context(token.keyId())),
                    notAfter,
                    request.maxClients().orElse(terms.maxClients()),
                    now,
                    actor);
            entities.persist(record);
            audit.record(
                    actor,
                    "token.created",
                    token.keyId().hex(),
                    Map.of("task", task, "maxClients", record.maxClients(), "expires", notAfter));
            return IssuedToken.of(record, token.unsafeText(), now);
        } finally {
            token.destroy();
            keys.destroy();
            psk.destroy();
        }
    }

    private Secret psk() {
        byte[] bytes = new byte[PSK];
        random.nextBytes(bytes);
        return Secret.of(bytes);
    }

    private JoinToken token(TokenRequest request, Secret psk, StaticKey serverKey, Instant notAfter) {
        List<String> urls = request.urls().isEmpty() ? publicUrls.all() : request.urls();
        try {
            return new JoinToken(request.suite(), KeyId.random(random), psk, serverKey.publicKey(), notAfter, urls);
        } catch (JoinTokenException e) {
            throw Problem.invalid(
                    "The URLs " + urls + " cannot be in a token: " + e.getMessage(),
                    "Give one to four URLs such as ws://192.0.2.1:8080 or wss://parley.example.org.");
        }
    }

    public Optional<TokenRecord> find(KeyId keyId) {
        return Optional.ofNullable(entities.find(TokenRecord.class, keyId.hex()));
    }

    /** All tokens of a task, also dead ones, the oldest first. */
    public List<TokenRecord> of(String task) {
        return entities.createQuery(
                        "SELECT t FROM TokenRecord t WHERE t.task = :task ORDER BY t.created, t.keyId",
                        TokenRecord.class)
                .setParameter("task", task)
                .getResultList();
    }

    /** From now on it admits no client; enrolled clients stay. Another revoke changes nothing. */
    public void revoke(String task, KeyId keyId, String actor) {
        TokenRecord token = find(keyId)
                .filter(found -> found.task().equals(task))
                .orElseThrow(() -> new Problem(
                        404,
                        "unknown_token",
                        "There is no such token",
                        "The task has no token with the key id " + keyId.hex() + ".",
                        "parley token list " + task));
        if (token.state(clock.instant()) != TokenState.REVOKED) {
            token.revoke(clock.instant());
            audit.record(actor, "token.revoked", keyId.hex(), Map.of("task", task));
        }
    }

    /**
     * Takes a seat for a new client, in the caller's transaction: a seat is never assigned twice, also with concurrent
     * admissions, and a rollback frees it.
     *
     * @return whether the token was live and had one
     */
    public boolean takeSeat(KeyId keyId) {
        return entities.createQuery("UPDATE TokenRecord t SET t.used = t.used + 1 WHERE t.keyId = :keyId"
                                + " AND t.used < t.maxClients AND t.revoked IS NULL AND t.notAfter > :now")
                        .setParameter("keyId", keyId.hex())
                        .setParameter("now", clock.instant())
                        .executeUpdate()
                == 1;
    }

    /** Frees the seat of a client that was removed. */
    public void giveSeatBack(KeyId keyId) {
        entities.createQuery("UPDATE TokenRecord t SET t.used = t.used - 1 WHERE t.keyId = :keyId AND t.used > 0")
                .setParameter("keyId", keyId.hex())
                .executeUpdate();
    }

    /**
     * Whether any token of this task could still let a new client in.
     *
     * @param expires until when the first one can be made of a task that has none, for it started by itself
     */
    public boolean admits(String task, Optional<Instant> expires, Instant now) {
        return letsIn(task, now) || expires.filter(now::isBefore).isPresent() && of(task).isEmpty();
    }

    private boolean letsIn(String task, Instant now) {
        return entities.createQuery(
                                "SELECT COUNT(t) FROM TokenRecord t WHERE t.task = :task"
                                        + " AND t.used < t.maxClients AND t.revoked IS NULL AND t.notAfter > :now",
                                Long.class)
                        .setParameter("task", task)
                        .setParameter("now", now)
                        .getSingleResult()
                > 0;
    }

    /**
     *  The credentials for a handshake with this token, also a dead one; null if the token is unknown or its keys were
     *  wiped.
     */
    public @Nullable Credentials credentials(KeyId keyId) {
        return find(keyId)
                .flatMap(token -> token.keysWrapped()
                        .map(wrapped -> new Credentials(
                                token.suite(),
                                identity.byId(token.serverIdentity()),
                                PskKeys.of(identity.wrapping().unwrap(wrapped, context(keyId))))))
                .orElse(null);
    }

    /** The tokens that have been dead for 30 days and still have their keys. */
    public List<TokenRecord> longDead() {
        Instant longAgo = clock.instant().minus(TOMBSTONE);
        return entities.createQuery(
                        "SELECT t FROM TokenRecord t WHERE t.keysWrapped IS NOT NULL"
                                + " AND (t.notAfter < :longAgo OR t.revoked < :longAgo)",
                        TokenRecord.class)
                .setParameter("longAgo", longAgo)
                .getResultList();
    }

    private static String context(KeyId keyId) {
        return "token " + keyId.hex();
    }
}
