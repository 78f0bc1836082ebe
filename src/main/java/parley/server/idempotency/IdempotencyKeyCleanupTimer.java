package parley.server.idempotency;

import jakarta.ejb.DependsOn;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.inject.Inject;

/** Forgets old keys, once an hour. */
@Singleton
@DependsOn("Storage")
public class IdempotencyKeyCleanupTimer {

    @Inject
    IdempotencyKeyStore store;

    @Schedule(hour = "*", minute = "37", persistent = false)
    void tidy() {
        store.tidy();
    }
}
