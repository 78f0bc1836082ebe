package parley.server.tokens;

import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.inject.Inject;

/** Wipes what is kept of dead tokens when its time has come; looks once an hour. */
@Singleton
public class Tombstones {
    @Inject
    Tokens tokens;

    @Schedule(hour = "*", minute = "23", persistent = false)
    void wipe() {
        tokens.wipeTombstones();
    }
}
