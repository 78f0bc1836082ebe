package parley.server.access;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;

/** A browser that is signed in, as the holder of a key; it ends with that key. */
@Entity
@Table(name = "sign_in_session")
public class SignInSession extends SignInSecret {

    protected SignInSession() {}

    SignInSession(String hash, String apiKey, Instant created, Instant expires) {
        super(hash, apiKey, created, expires);
    }
}
