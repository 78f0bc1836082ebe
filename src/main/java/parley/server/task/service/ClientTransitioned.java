package parley.server.task.service;

import parley.message.ClientState;

/** A client went into another state. Fired within the transaction, for those who observe its success and count. */
public record ClientTransitioned(ClientState to) {}
