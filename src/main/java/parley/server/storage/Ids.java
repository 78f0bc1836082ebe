package parley.server.storage;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;

/** Makes ids: UUIDs of version 7 (RFC 9562 §5.7), so that newer ones sort after older ones by the millisecond. */
@ApplicationScoped
public class Ids {
    /** Characters of an id. */
    public static final int LENGTH = 36;

    private Clock clock;
    private SecureRandom random;

    @SuppressWarnings("NullAway.Init") // the proxy's, whose fields nobody reads
    protected Ids() {}

    @Inject
    public Ids(Clock clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    /** A new id of 36 characters; safe for use by many threads. */
    public String next() {
        long high = clock.millis() << 16 | 0x7000 | random.nextInt(1 << 12);
        long low = 0x8000_0000_0000_0000L | random.nextLong() >>> 2;
        return new UUID(high, low).toString();
    }
}
