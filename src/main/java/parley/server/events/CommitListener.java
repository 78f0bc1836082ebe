package parley.server.events;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;

/** Observes transactions that wrote events, after their commit. */
@ApplicationScoped
public class CommitListener {

    @EJB
    EventPump pump;

    void committed(@Observes(during = TransactionPhase.AFTER_SUCCESS) Events.Written written) {
        pump.wake();
    }
}
