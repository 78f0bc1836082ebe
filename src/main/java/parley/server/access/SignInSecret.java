package parley.server.access;

import jakarta.persistence.Column;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import java.time.Instant;

/** A temporary secret in place of an API key. Only its hash is stored. */
@MappedSuperclass
public abstract class SignInSecret {

    @Id
    private String hash;

    @Column(name = "api_key")
    private String apiKey;

    @Column(name = "created_at")
    private Instant created;

    @Column(name = "expires_at")
    private Instant expires;

    protected SignInSecret() {}

    SignInSecret(String hash, String apiKey, Instant created, Instant expires) {
        this.hash = hash;
        this.apiKey = apiKey;
        this.created = created;
        this.expires = expires;
    }

    String apiKey() {
        return apiKey;
    }

    boolean live(Instant now) {
        return now.isBefore(expires);
    }
}
