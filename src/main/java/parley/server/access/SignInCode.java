package parley.server.access;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A code that signs in once, as the holder of a key. */
@Entity
@Table(name = "sign_in_code")
public class SignInCode extends SignInSecret {

    @Column(name = "used_at")
    private @Nullable Instant used;

    protected SignInCode() {}

    SignInCode(String hash, String apiKey, Instant created, Instant expires) {
        super(hash, apiKey, created, expires);
    }
}
