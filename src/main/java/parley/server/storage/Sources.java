package parley.server.storage;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;

/** Time (to the millisecond, as it is stored) and randomness, injected so that a test can replace them. */
@ApplicationScoped
public class Sources {
    @Produces
    @Singleton
    public Clock clock() {
        return Clock.tickMillis(ZoneOffset.UTC);
    }

    @Produces
    @Singleton
    public SecureRandom random() {
        return new SecureRandom();
    }
}
