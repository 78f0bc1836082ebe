package parley.server.logs;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.Lock;
import jakarta.ejb.LockType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The form of the log while the server runs: that of Payara's configuration, or with {@code parley.log=json} lines of
 * JSON, by giving the handlers of all lines another formatter. They get their own one back when the server is
 * undeployed.
 */
@Singleton
@Startup
@Lock(LockType.READ)
public class LogForm {

    private final Map<Handler, Formatter> before = new HashMap<>();

    @Inject
    @ConfigProperty(name = "parley.log")
    String form;

    @PostConstruct
    void apply() {
        switch (form) {
            case "text" -> {}
            case "json" -> {
                for (Handler handler : Logger.getLogger("").getHandlers()) {
                    before.put(handler, handler.getFormatter());
                    handler.setFormatter(new JsonLineFormatter());
                }
            }
            default ->
                throw new IllegalArgumentException("The setting parley.log (PARLEY_LOG) is \"" + form
                        + "\"; it can be text or json. Set one of them, or leave it out for text.");
        }
    }

    @PreDestroy
    void restore() {
        before.forEach((handler, formatter) -> {
            if (formatter != null) {
                handler.setFormatter(formatter);
            }
        });
    }

    /** Whether lines are JSON: then each transition is one. */
    public boolean json() {
        return form.equals("json");
    }
}
