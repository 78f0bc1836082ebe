package parley.server.tokens;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Lock;
import jakarta.ejb.LockType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import parley.protocol.StaticKey;
import parley.server.audit.Audit;
import parley.server.storage.DataFolder;

/**
 * The X25519 key pairs by which clients know this server; all nodes of a cluster have the same. The first one is made
 * at the first start. The newest is in new tokens; older ones serve the tokens that were made with them.
 */
@Singleton
@Startup
@DependsOn("Storage")
@Lock(LockType.READ)
public class ServerIdentity {
    private final Map<String, StaticKey> known = new ConcurrentHashMap<>();

    @PersistenceContext
    EntityManager entities;

    @Inject
    DataFolder folder;

    @Inject
    SecureRandom random;

    @Inject
    Clock clock;

    @Inject
    Audit audit;

    @Inject
    @ConfigProperty(name = "parley.master.key")
    Optional<String> masterKey;

    private Wrapping wrapping;
    private String currentId;

    @PostConstruct
    void open() {
        entities.createNativeQuery("SELECT id FROM start_lock WHERE id = 1 FOR UPDATE")
                .getResultList();
        List<IdentityRecord> identities = entities.createQuery(
                        "SELECT i FROM IdentityRecord i ORDER BY i.created DESC", IdentityRecord.class)
                .getResultList();
        wrapping = new Wrapping(MasterKey.load(masterKey, folder, identities.isEmpty(), random), random);
        currentId = identities.isEmpty() ? create() : identities.get(0).id();
        identities.forEach(this::unwrap);
    }

    private String create() {
        StaticKey key = StaticKey.generate(random);
        String id = key.publicKey().fingerprint();
        entities.persist(new IdentityRecord(
                id,
                key.publicKey().bytes(),
                wrapping.wrap(key.unsafePrivateBytes(), IdentityRecord.context(id)),
                clock.instant()));
        audit.record("server", "identity.created", id, Map.of());
        known.put(id, key);
        return id;
    }

    private StaticKey unwrap(IdentityRecord identity) {
        try {
            StaticKey key =
                    StaticKey.of(wrapping.unwrap(identity.privateWrapped(), IdentityRecord.context(identity.id())));
            known.put(identity.id(), key);
            return key;
        } catch (UnwrapException e) {
            throw new MasterKeyException(
                    "The master key is not the one that wrapped this database's secrets: bring back the "
                            + "file master.key that belongs to it, or give that key as PARLEY_MASTER_KEY.",
                    e);
        }
    }

    /** The key pair for new tokens. */
    public StaticKey current() {
        return byId(currentId);
    }

    /** Its fingerprint: SHA-256 of the public key, 64 hex digits. */
    public String currentId() {
        return currentId;
    }

    /**
     * The key pair with this fingerprint, also if another node made it just now.
     *
     * @throws IllegalArgumentException if there is none
     */
    public StaticKey byId(String id) {
        StaticKey key = known.get(id);
        if (key != null) {
            return key;
        }
        IdentityRecord identity = entities.find(IdentityRecord.class, id);
        if (identity == null) {
            throw new IllegalArgumentException("no server identity " + id);
        }
        return unwrap(identity);
    }

    /** Wraps secrets under the master key. */
    public Wrapping wrapping() {
        return wrapping;
    }
}
