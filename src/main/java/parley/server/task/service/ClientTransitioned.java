package parley.server.task.service;

import parley.message.ClientState;

/** A client has another state. Fired within the transaction, for observers of its success that count. */
public record ClientTransitioned(ClientState to) {}
