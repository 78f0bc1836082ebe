package parley.server.events;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;

/** Hears of transactions that wrote events, once they have committed. */
@ApplicationScoped
public class CommitListener {

    @EJB
    EventPump pump;

    void committed(@Observes(during = TransactionPhase.AFTER_SUCCESS) Events.Written written) {
        pump.wake();
    }
}
