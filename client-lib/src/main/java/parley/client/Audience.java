package parley.client;

import java.lang.System.Logger.Level;
import java.util.function.Consumer;

/** The listener, kept from doing harm: what it throws is logged. */
final class Audience {

    private static final System.Logger LOG = System.getLogger(Audience.class.getName());

    private final UpdateListener listener;

    Audience(UpdateListener listener) {
        this.listener = listener;
    }

    void tell(Consumer<UpdateListener> news) {
        try {
            news.accept(listener);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "an update listener failed; the update goes on", e);
        }
    }
}
