package parley.server.access;

import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The authenticated caller of this request. */
@RequestScoped
public class Caller {
    private @Nullable ApiKey key;
    private Optional<SignIns.SignedIn> signedIn = Optional.empty();

    void is(ApiKey key) {
        this.key = key;
    }

    void is(SignIns.SignedIn signedIn) {
        this.key = signedIn.key();
        this.signedIn = Optional.of(signedIn);
    }

    /** The name of the caller's key: the actor of the audit log. */
    public String name() {
        return key().name();
    }

    /** The id of the caller's key; ids are never used again. */
    public String keyId() {
        return key().id();
    }

    public Role role() {
        return key().role();
    }

    /** A selector for the labels of the tasks that the caller's key is for; empty: it is for everything. */
    public Optional<String> tasks() {
        return key().tasks();
    }

    /** The key with which the caller came, also through a browser. */
    public ApiKey key() {
        if (key == null) {
            throw new IllegalStateException("access has let nobody in");
        }
        return key;
    }

    public Optional<SignIns.SignedIn> signedIn() {
        return signedIn;
    }
}
