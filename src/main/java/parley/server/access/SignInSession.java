package parley.server.access;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A browser that is signed in, as the holder of a key; it ends with that key. */
@Entity
@Table(name = "sign_in_session")
public class SignInSession {
    @Id
    private String hash;

    @Column(name = "api_key")
    private String apiKey;

    @Column(name = "created_at")
    private Instant created;

    @Column(name = "expires_at")
    private Instant expires;

    protected SignInSession() {}

    SignInSession(String hash, String apiKey, Instant created, Instant expires) {
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
