package parley.server.access;

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
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import parley.server.audit.Audit;

/** Signs browsers in and out. A hash of the browser's secret is stored, so it stays signed in over a restart. */
@ApplicationScoped
public class SignIns {
    static final Duration CODE_LIFETIME = Duration.ofMinutes(30);

    /** @param secret the cookie's value */
    public record SignedIn(ApiKey key, String secret) {
        /** The token that the page sends in a header, which no other site can set. */
        public String csrf() {
            return csrfOf(secret);
        }

        @Override
        public String toString() {
            return "SignedIn[" + key.id() + "]";
        }
    }

    @PersistenceContext
    EntityManager entities;

    @Inject
    Clock clock;

    @Inject
    SecureRandom random;

    @Inject
    ApiKeys keys;

    @Inject
    Audit audit;

    @Inject
    @ConfigProperty(name = "parley.sign-in.lifetime")
    Duration lifetime;

    /** @param text the code, which is not stored */
    public record MadeCode(String text, Instant expires) {
        @Override
        public String toString() {
            return "MadeCode[" + expires + "]";
        }
    }

    /**
     * A code that signs in once within 30 minutes, as the holder of this key. Its older unused codes end: a key has one
     * at most.
     */
    @Transactional
    public MadeCode createCode(ApiKey key) {
        entities.find(ApiKey.class, key.id(), LockModeType.PESSIMISTIC_WRITE);
        entities.createQuery("DELETE FROM SignInCode c WHERE c.apiKey = :key AND c.used IS NULL")
                .setParameter("key", key.id())
                .executeUpdate();
        String code = Credential.create(Credential.SIGN_IN_CODE, random);
        Instant now = clock.instant();
        Instant expires = now.plus(CODE_LIFETIME);
        entities.persist(new SignInCode(Credential.hash(code), key.id(), now, expires));
        audit.record(key.name(), "sign_in_code.created", key.id(), Map.of());
        return new MadeCode(code, expires);
    }

    /** Signs in with a code, which is then used up; empty if it is unknown, used up, or too old. */
    @Transactional
    public Optional<SignedIn> withCode(String code) {
        if (!Credential.wellFormed(Credential.SIGN_IN_CODE, code)) {
            return Optional.empty();
        }
        String hash = Credential.hash(code);
        int spent = entities.createQuery("UPDATE SignInCode c SET c.used = :now"
                        + " WHERE c.hash = :hash AND c.used IS NULL AND c.expires > :now")
                .setParameter("now", clock.instant())
                .setParameter("hash", hash)
                .executeUpdate();
        return spent == 0
                ? Optional.empty()
                : Optional.of(entities.find(
                                ApiKey.class,
                                entities.find(SignInCode.class, hash).apiKey()))
                        .filter(key -> key.live(clock.instant()))
                        .map(key -> open(key, "code"));
    }

    /** @throws parley.server.problems.Problem {@code expired_key} */
    @Transactional
    public Optional<SignedIn> withKey(String text) {
        return keys.find(text).map(key -> open(key, "key"));
    }

    private SignedIn open(ApiKey key, String with) {
        String secret = Credential.create(Credential.SESSION, random);
        Instant now = clock.instant();
        entities.persist(new SignInSession(Credential.hash(secret), key.id(), now, now.plus(lifetime)));
        audit.record(key.name(), "signed_in", key.id(), Map.of("with", with));
        return new SignedIn(key, secret);
    }

    /** The sign-in of this cookie, if it is still valid. */
    @Transactional
    public Optional<SignedIn> find(String secret) {
        if (!Credential.wellFormed(Credential.SESSION, secret)) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        return Optional.ofNullable(entities.find(SignInSession.class, Credential.hash(secret)))
                .filter(session -> session.live(now))
                .map(session -> entities.find(ApiKey.class, session.apiKey()))
                .filter(key -> key.live(now))
                .map(key -> new SignedIn(key, secret));
    }

    @Transactional
    public void end(String secret) {
        SignInSession session = entities.find(SignInSession.class, Credential.hash(secret));
        if (session != null) {
            entities.remove(session);
        }
    }

    /** Removes expired sign-ins and codes. */
    @Transactional
    public void tidy() {
        Instant now = clock.instant();
        entities.createQuery("DELETE FROM SignInSession s WHERE s.expires < :now")
                .setParameter("now", now)
                .executeUpdate();
        entities.createQuery("DELETE FROM SignInCode c WHERE c.expires < :now")
                .setParameter("now", now)
                .executeUpdate();
    }

    private static String csrfOf(String secret) {
        return Credential.hash("parley1 csrf " + secret);
    }
}
