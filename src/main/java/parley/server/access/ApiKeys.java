package parley.server.access;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parley.server.audit.Audit;
import parley.server.problems.Problem;
import parley.server.storage.Ids;

/** Makes, finds and revokes API keys. A key's text exists once, in the answer that made it. */
@ApplicationScoped
public class ApiKeys {
    private static final Duration USE_IS_NOTED_EVERY = Duration.ofMinutes(1);

    /** @param text {@code pak_…}, shown once */
    public record Issued(ApiKey key, String text) {
        @Override
        public String toString() {
            return "Issued[" + key.id() + "]";
        }
    }

    @PersistenceContext
    EntityManager entities;

    @Inject
    Clock clock;

    @Inject
    SecureRandom random;

    @Inject
    Ids ids;

    @Inject
    Audit audit;

    /** Makes a key; keys that are not revoked have different names, so that the audit log identifies them. */
    @Transactional
    public Issued create(String name, Role role, Optional<Duration> expiresIn, String actor) {
        Instant now = clock.instant();
        lock();
        if (all().stream().anyMatch(key -> key.live(now) && key.name().equals(name))) {
            throw Problem.wrongState(
                    "There is already a key named “" + name + "”.", "Choose another name, or revoke that key first.");
        }
        String text = Credential.create(Credential.API_KEY, random);
        ApiKey key = new ApiKey(ids.next(), name, role, Credential.hash(text), now, actor, expiresIn.map(now::plus));
        entities.persist(key);
        audit.record(actor, "key.created", key.id(), Map.of("name", name, "role", role.word()));
        return new Issued(key, text);
    }

    @Transactional
    public List<ApiKey> all() {
        return entities.createQuery("SELECT k FROM ApiKey k ORDER BY k.id", ApiKey.class)
                .getResultList();
    }

    /** Revokes the key at once, with every sign-in that was made with it; the last live admin key stays. */
    @Transactional
    public void revoke(String id, String actor) {
        Instant now = clock.instant();
        lock();
        ApiKey key = entities.find(ApiKey.class, id);
        if (key == null) {
            throw new Problem(
                    404, "unknown_key", "There is no such key", "No API key has the id " + id + ".", "parley key list");
        }
        if (key.live(now)
                && key.role() == Role.ADMIN
                && all().stream().noneMatch(other -> isOtherAdmin(other, key, now))) {
            throw Problem.wrongState(
                    "“" + key.name() + "” is the last admin key: without it nobody could make keys.",
                    "Make another first: parley key create NAME --role admin");
        }
        if (key.revoked().isEmpty()) {
            key.revoke(now);
            audit.record(actor, "key.revoked", id, Map.of("name", key.name()));
        }
    }

    private static boolean isOtherAdmin(ApiKey other, ApiKey key, Instant now) {
        return !other.id().equals(key.id()) && other.role() == Role.ADMIN && other.live(now);
    }

    private void lock() {
        entities.createNativeQuery("SELECT id FROM start_lock WHERE id = 1 FOR UPDATE")
                .getResultList();
    }

    /** The valid key with this text; stores its last use, to the minute. */
    @Transactional
    public Optional<ApiKey> find(String text) {
        if (!Credential.wellFormed(Credential.API_KEY, text)) {
            return Optional.empty();
        }
        return entities.createQuery("SELECT k FROM ApiKey k WHERE k.hash = :hash", ApiKey.class)
                .setParameter("hash", Credential.hash(text))
                .getResultStream()
                .findFirst()
                .filter(key -> key.live(clock.instant()))
                .map(this::noteUse);
    }

    private ApiKey noteUse(ApiKey key) {
        Instant now = clock.instant();
        if (key.lastUsed()
                .map(last -> last.plus(USE_IS_NOTED_EVERY).isBefore(now))
                .orElse(true)) {
            key.used(now);
        }
        return key;
    }
}
