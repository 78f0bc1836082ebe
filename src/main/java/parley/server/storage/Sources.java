package parley.server.storage;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;

/** Time and randomness, injected wherever they are needed so that a test can bring its own. */
@ApplicationScoped
public class Sources {
    @Produces
    @Singleton
    public Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    public SecureRandom random() {
        return new SecureRandom();
    }
}
