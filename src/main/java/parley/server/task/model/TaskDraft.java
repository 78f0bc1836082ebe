package parley.server.task.model;

import java.util.List;
import java.util.Optional;
import parley.message.bundle.Digest;
import parley.server.bundles.BundleRecord;
import parley.server.task.decide.Policy;

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

    /**
     * The bundle for the clients that a selector means.
     *
     * @param name what the task calls it; empty: as it was called when it was added
     * @param version empty: with a name of the task's own the bundle's number, otherwise what it was when it was added
     */
    public record Aim(String selector, Digest bundle, Optional<String> name, Optional<String> version) {

        /** Called as its upload called it. */
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
