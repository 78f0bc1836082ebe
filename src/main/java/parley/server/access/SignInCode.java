package parley.server.access;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A code that signs in once, as the holder of a key. */
@Entity
@Table(name = "sign_in_code")
public class SignInCode {
    @Id
    private String hash;

    @Column(name = "api_key")
    private String apiKey;

    @Column(name = "created_at")
    private Instant created;

    @Column(name = "expires_at")
    private Instant expires;

    @Column(name = "used_at")
    private Instant used;

    protected SignInCode() {}

    SignInCode(String hash, String apiKey, Instant created, Instant expires) {
        this.hash = hash;
        this.apiKey = apiKey;
        this.created = created;
        this.expires = expires;
    }

    String apiKey() {
        return apiKey;
    }
}
