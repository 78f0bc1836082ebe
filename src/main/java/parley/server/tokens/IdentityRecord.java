package parley.server.tokens;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A key pair of the server in the database, the private half wrapped. */
@Entity
@Table(name = "server_identity")
public class IdentityRecord {
    @Id
    private String id;

    @Column(name = "public_key")
    private byte[] publicKey;

    @Column(name = "private_wrapped")
    private byte[] privateWrapped;

    @Column(name = "created_at")
    private Instant created;

    protected IdentityRecord() {}

    IdentityRecord(String id, byte[] publicKey, byte[] privateWrapped, Instant created) {
        this.id = id;
        this.publicKey = publicKey;
        this.privateWrapped = privateWrapped;
        this.created = created;
    }

    String id() {
        return id;
    }

    byte[] privateWrapped() {
        return privateWrapped;
    }

    static String context(String id) {
        return "server identity " + id;
    }
}
