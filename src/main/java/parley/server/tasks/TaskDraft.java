package parley.server.tasks;

import parley.message.Digest;
import parley.server.negotiation.Policy;

/** What an operator wants of a new task; already checked. */
public record TaskDraft(String name, String notes, Digest bundle, Policy policy) {}
