package parley.server.access;

import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.inject.Inject;

/** Removes expired sign-ins, once an hour. */
@Singleton
public class SignInCleanupTimer {
    @Inject
    SignIns signIns;

    @Schedule(hour = "*", minute = "17", persistent = false)
    void tidy() {
        signIns.tidy();
    }
}
