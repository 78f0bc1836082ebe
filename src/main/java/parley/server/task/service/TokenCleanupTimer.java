package parley.server.task.service;

import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.inject.Inject;

/** Wipes the keys of dead tokens after their time; runs once an hour. */
@Singleton
public class TokenCleanupTimer {
    @Inject
    TaskTokens tokens;

    @Schedule(hour = "*", minute = "23", persistent = false)
    void wipe() {
        tokens.wipeDead();
    }
}
