package parley.message.policy;

import java.util.Locale;

/**
 * Who comes first where a wave has fewer places than there are clients.
 *
 * @param rule how
 * @param key of the label that goes first; empty for the other rules
 * @param value of that label
 */
public record WaveOrder(Rule rule, String key, String value) {

    /** The rules. */
    public enum Rule {
        /** Who joined first. */
        JOINED,
        /** By name. */
        NAME,
        /** By lot, the same one each time. */
        SHUFFLED,
        /** Clients with a label before the others; among equals by lot. */
        LABEL
    }

    public static final WaveOrder JOINED = new WaveOrder(Rule.JOINED, "", "");

    /** As {@link WaveOrderType} reads it. */
    @Override
    public String toString() {
        return rule == Rule.LABEL ? key + "=" + value : rule.name().toLowerCase(Locale.ROOT);
    }
}
