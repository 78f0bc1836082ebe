package parley.server.task.service;

import java.util.Map;
import parley.server.task.model.Client;

/** What the audit log keeps of a client whose state an operator changes. */
final class ClientFacts {

    private ClientFacts() {}

    static Map<String, ?> of(Client row) {
        return Map.of(
                "name", row.name(),
                "clientId", row.clientId(),
                "was", row.state().word(),
                "attempt", row.attempt());
    }
}
