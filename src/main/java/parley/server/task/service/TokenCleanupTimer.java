package parley.server.task.service;

import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.inject.Inject;

/** Wipes what is kept of dead tokens when its time has come; looks once an hour. */
@Singleton
public class TokenCleanupTimer {
    @Inject
    TaskTokens tokens;

    @Schedule(hour = "*", minute = "23", persistent = false)
    void wipe() {
        tokens.wipeDead();
    }
}
