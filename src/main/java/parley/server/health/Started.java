package parley.server.health;

import jakarta.enterprise.context.ApplicationScoped;

/** Whether every start-up bean is ready. Depends on no other bean, so that the check never waits for one. */
@ApplicationScoped
public class Started {
    private volatile boolean everything;

    boolean everything() {
        return everything;
    }

    void tell() {
        everything = true;
    }
}
