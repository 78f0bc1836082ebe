package parley.server.tokens;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import parley.protocol.KeyId;
import parley.protocol.Suite;
import parley.server.storage.TextMapConverter;

/** A token as the server stores it: everything except its PSK. */
@Entity
@Table(name = "token")
public class TokenRecord {
    @Id
    @Column(name = "key_id")
    private String keyId;

    private String task;
    private int suite;

    @Column(name = "server_identity")
    private String serverIdentity;

    @Column(name = "keys_wrapped")
    private byte @Nullable [] keysWrapped;

    @Column(name = "client_name")
    private @Nullable String clientName;

    @Column(name = "client_labels")
    @Convert(converter = TextMapConverter.class)
    private Map<String, String> clientLabels;

    private @Nullable String description;

    @Column(name = "not_after")
    private Instant notAfter;

    @Column(name = "max_clients")
    private int maxClients;

    private int used;

    @Column(name = "created_at")
    private Instant created;

    @Column(name = "created_by")
    private String createdBy;

    @Column(name = "revoked_at")
    private @Nullable Instant revoked;

    @Column(name = "last_used_at")
    private @Nullable Instant lastUsed;

    @Column(name = "last_used_by")
    private @Nullable String lastUsedBy;

    @Column(name = "replaced_by")
    private @Nullable String replacedBy;

    @Column(name = "clients_to_revoke_by")
    private @Nullable String clientsToRevokeBy;

    protected TokenRecord() {}

    TokenRecord(
            KeyId keyId,
            String task,
            TokenRequest request,
            Suite suite,
            String serverIdentity,
            byte[] keysWrapped,
            Instant notAfter,
            int maxClients,
            Instant created,
            String createdBy) {
        this.keyId = keyId.hex();
        this.task = task;
        this.suite = suite.code();
        this.serverIdentity = serverIdentity;
        this.keysWrapped = keysWrapped;
        this.clientName = request.name().orElse(null);
        this.clientLabels = request.labels();
        this.description = request.description().orElse(null);
        this.notAfter = notAfter;
        this.maxClients = maxClients;
        this.created = created;
        this.createdBy = createdBy;
    }

    public KeyId keyId() {
        return KeyId.parse(keyId);
    }

    public String task() {
        return task;
    }

    public Suite suite() {
        return Suite.of(suite);
    }

    public String serverIdentity() {
        return serverIdentity;
    }

    /** Empty once the token has been dead for so long that its keys were wiped. */
    Optional<byte[]> keysWrapped() {
        return Optional.ofNullable(keysWrapped);
    }

    /** The only name that this token admits; then all labels come from the token, too. */
    public Optional<String> clientName() {
        return Optional.ofNullable(clientName);
    }

    public Map<String, String> clientLabels() {
        return clientLabels;
    }

    public Optional<String> description() {
        return Optional.ofNullable(description);
    }

    public Instant notAfter() {
        return notAfter;
    }

    public int maxClients() {
        return maxClients;
    }

    public int used() {
        return used;
    }

    public Instant created() {
        return created;
    }

    public String createdBy() {
        return createdBy;
    }

    /** When it let its last new client in. */
    public Optional<Instant> lastUsed() {
        return Optional.ofNullable(lastUsed);
    }

    /** The name of that client, which may have been removed since. */
    public Optional<String> lastUsedBy() {
        return Optional.ofNullable(lastUsedBy);
    }

    /** The key id of the token that has taken its place, also over several rotations, in hex. */
    public Optional<String> replacedBy() {
        return Optional.ofNullable(replacedBy);
    }

    /** Who has asked for the clients that it let in to be revoked; empty when there is nothing left to do. */
    public Optional<String> clientsToRevokeBy() {
        return Optional.ofNullable(clientsToRevokeBy);
    }

    boolean isRevoked() {
        return revoked != null;
    }

    public TokenState state(Instant now) {
        if (isRevoked()) {
            return TokenState.REVOKED;
        }
        if (!now.isBefore(notAfter)) {
            return TokenState.EXPIRED;
        }
        return used < maxClients ? TokenState.LIVE : TokenState.USED_UP;
    }

    void revoke(Instant now) {
        revoked = now;
    }

    void revokeClients(Optional<String> actor) {
        clientsToRevokeBy = actor.orElse(null);
    }

    /** Its seats that are taken are taken in the new token, too. */
    void replace(TokenRecord successor, Instant now) {
        revoked = now;
        replacedBy = successor.keyId;
        successor.used = used;
    }

    void describe(Optional<String> text) {
        description = text.orElse(null);
    }

    void extend(Instant until, int clients) {
        notAfter = until;
        maxClients = clients;
    }

    public void wipe() {
        keysWrapped = null;
    }
}
