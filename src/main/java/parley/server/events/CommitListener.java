package parley.server.events;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.json.JsonObject;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import parley.server.logs.LogForm;
import parley.server.logs.LogIds;

/**
 * Observes transactions that wrote events, after their commit. A log of JSON gets a line for each transition of a task
 * or a client, and each begin and end of a session.
 */
@ApplicationScoped
public class CommitListener {

    private static final Logger LOG = Logger.getLogger(CommitListener.class.getName());

    @EJB
    EventPump pump;

    @EJB
    LogForm log;

    void committed(@Observes(during = TransactionPhase.AFTER_SUCCESS) Events.Written written) {
        pump.wake();
        if (log.json()) {
            words(written).ifPresent(words -> ids(written).during(() -> LOG.log(Level.INFO, words)));
        }
    }

    private static LogIds ids(Events.Written written) {
        Optional<String> client =
                Optional.ofNullable(written.content().getJsonObject("client")).map(each -> each.getString("name"));
        return new LogIds(Optional.of(written.task()), client, Optional.empty());
    }

    /** Empty for progress within a state. */
    static Optional<String> words(Events.Written written) {
        return switch (written.kind()) {
            case "task" -> Optional.of("task " + state(written.content().getJsonObject("task")));
            case "client" -> Optional.of("client " + state(written.content().getJsonObject("client")));
            case "connection" ->
                Optional.of(
                        written.content().getJsonObject("client").getBoolean("connected")
                                ? "client connected"
                                : "client disconnected");
            default -> Optional.empty();
        };
    }

    private static String state(JsonObject subject) {
        return subject.getBoolean("forgotten", false) ? "forgotten" : subject.getString("state");
    }
}
