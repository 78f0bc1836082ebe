package parley.server.backup;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Map;
import parley.server.audit.Audit;
import parley.server.bundles.Bundles;
import parley.server.events.Events;

/** Moves the numbers of a restored server past those that it gave out after the back-up and no longer knows. */
@ApplicationScoped
class RestoredOrder {

    /** More than any server gives out between two back-ups: one for each new bundle, start of a task, and event. */
    static final long LEFT_OUT = 1_000_000;

    @Inject
    Bundles bundles;

    @Inject
    Events events;

    @Inject
    Audit audit;

    /** @param made when the back-up was made, as far as it is known */
    @Transactional
    void skip(String made) {
        bundles.skipSequences(LEFT_OUT);
        events.skipNumbers(LEFT_OUT);
        audit.record("server", "server.restored", "", Map.of("backup", made, "numbersLeftOut", LEFT_OUT));
    }
}
