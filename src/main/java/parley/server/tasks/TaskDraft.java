package parley.server.tasks;

import java.util.List;
import parley.message.Digest;
import parley.server.negotiation.Policy;

/**
 * What an operator wants of a new task; already checked.
 *
 * @param targets at least one
 */
public record TaskDraft(String name, String notes, List<Aim> targets, Policy policy) {

    /** Targets of one task. */
    public static final int MAX_TARGETS = 100;

    /** Characters of all selectors of one task together. */
    public static final int MAX_SELECTORS = 32_768;

    /** The bundle for the clients that a selector means. */
    public record Aim(String selector, Digest bundle) {}
}
