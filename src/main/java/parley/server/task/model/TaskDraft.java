package parley.server.task.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parley.message.bundle.Digest;
import parley.server.bundles.BundleRecord;
import parley.server.task.decide.Policy;

/**
 * What an operator decides about a task before its start.
 *
 * @param labels of the task itself, not of its clients
 * @param targets at least one
 * @param startAt when it starts by itself; empty: an operator starts it
 */
public record TaskDraft(
        String name,
        String notes,
        Map<String, String> labels,
        List<Aim> targets,
        Policy policy,
        Optional<Instant> startAt) {

    /** The most characters of a name. */
    public static final int MAX_NAME = 128;

    /** The most targets of one task. */
    public static final int MAX_TARGETS = 100;

    /** The most characters of all selectors of one task together. */
    public static final int MAX_SELECTORS = 32_768;

    /** The same without a time of its start. */
    public TaskDraft unscheduled() {
        return new TaskDraft(name, notes, labels, targets, policy, Optional.empty());
    }

    /**
     * The bundle for the clients of a selector.
     *
     * @param name its name in the task; empty: the name of its upload
     * @param version empty: with a name the bundle's number, otherwise the version of its upload
     */
    public record Aim(String selector, Digest bundle, Optional<String> name, Optional<String> version) {

        /** With the name of its upload. */
        public Aim(String selector, Digest bundle) {
            this(selector, bundle, Optional.empty(), Optional.empty());
        }

        public String nameOf(BundleRecord bundle) {
            return name.orElse(bundle.name());
        }

        public String versionOf(BundleRecord bundle) {
            return version.orElseGet(() -> name.isPresent() ? Long.toString(bundle.sequence()) : bundle.version());
        }
    }
}
