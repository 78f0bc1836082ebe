package parley.server.task.service;

import java.util.Map;
import parley.server.task.model.Client;

/** The details of a client for the audit log, when an operator changes it. */
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
