package parley.server.health;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.inject.Inject;

/** Starts after all other start-up beans and opens the door to requests; who adds a start-up bean that uses others names it here. */
@Singleton
@Startup
@DependsOn({"Storage", "ServerIdentity", "FirstStart", "BlobUpkeep", "Timers", "EventPump"})
public class LastToStart {
    @Inject
    Started started;

    @PostConstruct
    void open() {
        started.tell();
    }
}
