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
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parley.server.audit.Audit;
import parley.server.problems.Problem;
import parley.server.storage.Ids;

/** Makes, finds and revokes API keys. A key's text exists once, in the answer that made it. */
@ApplicationScoped
public class ApiKeys {
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

    /**
     * Makes a key; keys that are not revoked have different names, so that the audit log identifies them.
     *
     * @param tasks a selector for the labels of the tasks that it is for; empty: all, and what is about no task
     */
    @Transactional
    public Issued create(
            String name,
            Role role,
            Optional<String> description,
            Optional<String> tasks,
            Optional<Duration> expiresIn,
            String actor) {
        Instant now = clock.instant();
        lock();
        if (all().stream().anyMatch(key -> key.live(now) && key.name().equals(name))) {
            throw Problem.wrongState(
                    "There is already a key named “" + name + "”.", "Choose another name, or revoke that key first.");
        }
        String text = Credential.create(Credential.API_KEY, random);
        ApiKey key = new ApiKey(
                ids.next(),
                name,
                role,
                description,
                tasks,
                Credential.hash(text),
                now,
                actor,
                expiresIn.map(now::plus));
        entities.persist(key);
        Map<String, Object> detail = new LinkedHashMap<>(Map.of("name", name, "role", role.word()));
        key.tasks().ifPresent(selector -> detail.put("tasks", selector));
        key.expires().ifPresent(at -> detail.put("expires", at));
        audit.record(actor, "key.created", key.id(), detail);
        return new Issued(key, text);
    }

    @Transactional
    public List<ApiKey> all() {
        return entities.createQuery("SELECT k FROM ApiKey k ORDER BY k.id", ApiKey.class)
                .getResultList();
    }

    /**
     * Revokes the key at once, with every sign-in that was made with it. The last live admin key stays, and so does one
     * that all other admin keys expire before.
     *
     * @throws Problem {@code unknown_key}; {@code wrong_state}
     */
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
                    "“" + key.name() + "” is the last admin key"
                            + key.expires()
                                    .map(at -> " that is valid until " + at)
                                    .orElse(" that does not expire")
                            + ": without it nobody could make keys.",
                    "Make another first: parley key create NAME --role admin");
        }
        if (key.revoked().isEmpty()) {
            key.revoke(now);
            audit.record(actor, "key.revoked", id, Map.of("name", key.name()));
        }
    }

    private static boolean isOtherAdmin(ApiKey other, ApiKey key, Instant now) {
        return !other.id().equals(key.id()) && other.role() == Role.ADMIN && other.live(now) && !other.endsBefore(key);
    }

    private void lock() {
        entities.createNativeQuery("SELECT id FROM start_lock WHERE id = 1 FOR UPDATE")
                .getResultList();
    }

    /**
     * The valid key with this text. Only who holds a key learns that it has expired.
     *
     * @throws Problem {@code expired_key}
     */
    @Transactional
    public Optional<ApiKey> find(String text) {
        if (!Credential.wellFormed(Credential.API_KEY, text)) {
            return Optional.empty();
        }
        Optional<ApiKey> found = entities.createQuery("SELECT k FROM ApiKey k WHERE k.hash = :hash", ApiKey.class)
                .setParameter("hash", Credential.hash(text))
                .getResultStream()
                .findFirst()
                .filter(key -> key.revoked().isEmpty());
        found.filter(key -> !key.live(clock.instant())).ifPresent(expired -> {
            throw new Problem(
                    401,
                    "expired_key",
                    "The API key has expired",
                    "The key “" + expired.name() + "” was valid until "
                            + expired.expires().orElseThrow().truncatedTo(ChronoUnit.SECONDS) + ".",
                    "Ask an admin for a new one: parley key create NAME --role "
                            + expired.role().word());
        });
        return found;
    }

    /** Writes down a use, unless one after {@code unlessAfter} is known. */
    @Transactional
    public void used(String id, Instant now, Instant unlessAfter) {
        entities.createQuery("UPDATE ApiKey k SET k.lastUsed = :now"
                        + " WHERE k.id = :id AND (k.lastUsed IS NULL OR k.lastUsed <= :earlier)")
                .setParameter("now", now)
                .setParameter("id", id)
                .setParameter("earlier", unlessAfter)
                .executeUpdate();
    }
}
