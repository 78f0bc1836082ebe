package parley.client.internal.negotiation;

import java.lang.System.Logger.Level;
import java.util.function.Consumer;
import parley.client.UpdateListener;

/** Wraps the listener: logs its exceptions. */
public final class GuardedListener {

    private static final System.Logger LOG = System.getLogger(GuardedListener.class.getName());

    private final UpdateListener listener;

    public GuardedListener(UpdateListener listener) {
        this.listener = listener;
    }

    public void tell(Consumer<UpdateListener> news) {
        try {
            news.accept(listener);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "an update listener failed; the update goes on", e);
        }
    }
}
