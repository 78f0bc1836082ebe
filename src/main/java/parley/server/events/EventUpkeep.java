package parley.server.events;

import jakarta.ejb.DependsOn;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;

/** Keeps the table of events within its bounds: looks every ten minutes. */
@Singleton
@DependsOn("Storage")
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class EventUpkeep {

    @Inject
    EventTrim trim;

    @Schedule(hour = "*", minute = "*/10", persistent = false)
    void run() {
        trim.due().forEach((task, upTo) -> {
            boolean more = true;
            while (more) {
                more = trim.some(task, upTo);
            }
        });
    }
}
