package parley.server.tokens;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
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

/** Makes, finds, changes and revokes join tokens, and assigns their seats. */
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
        Instant notAfter = after(request.expiresIn().orElse(terms.expiresIn()));
        return make(task, request, notAfter, request.maxClients().orElse(terms.maxClients()), Optional.empty(), actor);
    }

    private Instant after(Duration lifetime) {
        return clock.instant().plus(lifetime).truncatedTo(ChronoUnit.SECONDS);
    }

    private IssuedToken make(
            String task,
            TokenRequest request,
            Instant notAfter,
            int maxClients,
            Optional<TokenRecord> replaced,
            String actor) {
        Instant now = clock.instant();
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
                    maxClients,
                    now,
                    actor);
            replaced.ifPresent(old -> old.replace(record, now));
            entities.persist(record);
            Map<String, Object> detail =
                    new LinkedHashMap<>(Map.of("task", task, "maxClients", maxClients, "expires", notAfter));
            replaced.ifPresent(old -> detail.put("replaces", old.keyId().hex()));
            audit.record(actor, "token.created", token.keyId().hex(), detail);
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

    /**
     * Makes a token with the same name, labels and description, the same number of clients, of whom those of the old
     * one count, and the same expiry, unless the request has others. The old one admits no client from now on.
     * {@link TokenChange#description} of the request is not used.
     *
     * @param urls where clients reach the server; none: the server's own public URLs
     * @throws Problem {@code unknown_token}; {@code wrong_state} if it is revoked, or the new one would admit nobody;
     *     {@code invalid}
     */
    public IssuedToken rotate(String task, KeyId keyId, TokenChange terms, List<String> urls, String actor) {
        TokenRecord old = locked(task, keyId);
        checkNotRevoked(old);
        Instant notAfter = terms.expiresIn().map(this::after).orElse(old.notAfter());
        int maxClients = terms.maxClients().orElse(old.maxClients());
        if (!clock.instant().isBefore(notAfter) || old.used() >= maxClients) {
            throw Problem.wrongState(
                    "The token has expired or is used up; another one with the same terms would be, too.",
                    "Give a new expiry or a greater number of clients with it.");
        }
        IssuedToken made = make(task, TokenRequest.like(old, urls), notAfter, maxClients, Optional.of(old), actor);
        entities.createQuery("UPDATE TokenRecord t SET t.replacedBy = :newer WHERE t.replacedBy = :older")
                .setParameter("newer", made.keyId())
                .setParameter("older", keyId.hex())
                .executeUpdate();
        audit.record(actor, "token.rotated", keyId.hex(), Map.of("task", task, "replacedBy", made.keyId()));
        return made;
    }

    /**
     * Changes the description of a token, and lets it live longer or admit more clients. Who holds the token need not
     * get it again, although its text says the first expiry.
     *
     * @throws Problem {@code unknown_token}; {@code wrong_state} if it is revoked and shall be extended, or the new
     *     expiry is earlier or the new number of clients smaller
     */
    public TokenRecord change(String task, KeyId keyId, TokenChange change, String actor) {
        TokenRecord token = locked(task, keyId);
        Map<String, Object> detail = new LinkedHashMap<>(Map.of("task", task));
        change.description().ifPresent(text -> {
            token.describe(text);
            detail.put("description", text.orElse(""));
        });
        if (change.extendsIt()) {
            checkNotRevoked(token);
            extend(token, change);
            detail.putAll(Map.of("maxClients", token.maxClients(), "expires", token.notAfter()));
        }
        audit.record(actor, "token.changed", keyId.hex(), detail);
        return token;
    }

    private void extend(TokenRecord token, TokenChange change) {
        Instant notAfter = change.expiresIn().map(this::after).orElse(token.notAfter());
        int maxClients = change.maxClients().orElse(token.maxClients());
        if (notAfter.isBefore(token.notAfter()) || maxClients < token.maxClients()) {
            throw Problem.wrongState(
                    "The token lets in " + token.maxClients() + " clients until " + token.notAfter()
                            + "; it can be extended, not shortened.",
                    "Give a later expiry or a greater number of clients, or revoke it and make another.");
        }
        token.extend(notAfter, maxClients);
    }

    private static void checkNotRevoked(TokenRecord token) {
        if (token.isRevoked()) {
            throw Problem.wrongState(
                    "The token is revoked"
                            + token.replacedBy()
                                    .map(by -> "; " + by + " took its place")
                                    .orElse("") + ".",
                    "Make another: parley token create " + token.task());
        }
    }

    /**
     * From now on it admits no client; enrolled clients stay. Another revoke changes nothing.
     *
     * @throws Problem {@code unknown_token}
     */
    public void revoke(String task, KeyId keyId, String actor) {
        TokenRecord token = locked(task, keyId);
        if (!token.isRevoked()) {
            token.revoke(clock.instant());
            audit.record(actor, "token.revoked", keyId.hex(), Map.of("task", task));
        }
    }

    /**
     * The same, and notes durably that its clients are to be revoked, until {@link #clientsAreRevoked}. When this has
     * returned, the token admits no more of them.
     *
     * @throws Problem {@code unknown_token}
     */
    public void revokeWithClients(String task, KeyId keyId, String actor) {
        TokenRecord token = locked(task, keyId);
        if (!token.isRevoked()) {
            token.revoke(clock.instant());
        }
        token.revokeClients(Optional.of(actor));
        audit.record(actor, "token.revoked", keyId.hex(), Map.of("task", task, "withClients", true));
    }

    /**
     * The tokens whose clients are still to be revoked. Asked every other second: by a comparison, for which H2, too,
     * uses the index.
     */
    public List<TokenRecord> withClientsToRevoke() {
        return entities.createQuery("SELECT t FROM TokenRecord t WHERE t.clientsToRevokeBy > ''", TokenRecord.class)
                .getResultList();
    }

    /** None of its clients is left to be revoked. */
    public void clientsAreRevoked(KeyId keyId) {
        find(keyId).ifPresent(token -> token.revokeClients(Optional.empty()));
    }

    private TokenRecord locked(String task, KeyId keyId) {
        return Optional.ofNullable(entities.find(TokenRecord.class, keyId.hex(), LockModeType.PESSIMISTIC_WRITE))
                .filter(found -> found.task().equals(task))
                .orElseThrow(() -> new Problem(
                        404,
                        "unknown_token",
                        "There is no such token",
                        "The task has no token with the key id " + keyId.hex() + ".",
                        "parley token list " + task));
    }

    /**
     * Takes a seat for a new client, in the caller's transaction: a seat is never assigned twice, also with concurrent
     * admissions, and a rollback frees it. Notes the client as the last one.
     *
     * @return whether the token was live and had one
     */
    public boolean takeSeat(KeyId keyId, String client) {
        return entities.createQuery("UPDATE TokenRecord t SET t.used = t.used + 1, t.lastUsed = :now,"
                                + " t.lastUsedBy = :client WHERE t.keyId = :keyId"
                                + " AND t.used < t.maxClients AND t.revoked IS NULL AND t.notAfter > :now")
                        .setParameter("keyId", keyId.hex())
                        .setParameter("client", client)
                        .setParameter("now", clock.instant())
                        .executeUpdate()
                == 1;
    }

    /** Frees the seat of a client that was removed, also in the token that took the place of its token. */
    public void giveSeatBack(KeyId keyId) {
        Stream.concat(Stream.of(keyId.hex()), find(keyId).flatMap(TokenRecord::replacedBy).stream())
                .forEach(token -> entities.createQuery(
                                "UPDATE TokenRecord t SET t.used = t.used - 1 WHERE t.keyId = :keyId AND t.used > 0")
                        .setParameter("keyId", token)
                        .executeUpdate());
    }

    /**
     * Whether any token of this task could still let a new client in.
     *
     * @param expires until when the first one can be made of a task that has none, for it started by itself
     */
    public boolean admits(String task, Optional<Instant> expires, Instant now) {
        return letsIn(task, now) || expires.filter(now::isBefore).isPresent() && of(task).isEmpty();
    }

    /** Whether a token of this task could let a new client in now. */
    public boolean letsIn(String task, Instant now) {
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

    /**
     * Removes all tokens of a task that has ended: whoever comes with one of them is refused as with an unknown one.
     *
     * @return how many there were
     */
    public int removeAll(String task) {
        return entities.createQuery("DELETE FROM TokenRecord t WHERE t.task = :task")
                .setParameter("task", task)
                .executeUpdate();
    }

    private static String context(KeyId keyId) {
        return "token " + keyId.hex();
    }
}
