package parley.server.task.service;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import parley.message.ClientState;
import parley.server.audit.Audit;
import parley.server.task.decide.Negotiation;
import parley.server.task.model.Client;

/** Revokes clients. */
@ApplicationScoped
public class ClientRevocations {

    @Inject
    Clients clients;

    @Inject
    Audit audit;

    private final Negotiation negotiation = Negotiation.withoutOffers();

    /** Revokes a client, durably and with an entry in the audit log; without effect on a revoked one. */
    public void revoke(Client client, String actor) {
        revoke(client.id(), actor);
    }

    /** The same for several clients, by their row ids, in one transaction. */
    @Transactional
    public void revoke(List<String> ids, String actor) {
        ids.forEach(id -> revoke(id, actor));
    }

    private void revoke(String id, String actor) {
        clients.apply(id, (row, record, task, now) -> {
            if (row.state() != ClientState.REVOKED) {
                audit.record(
                        actor, "client.revoked", task.id(), Map.of("name", row.name(), "clientId", row.clientId()));
            }
            return negotiation.revoke(record, "revoked by an operator");
        });
    }
}
