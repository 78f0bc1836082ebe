package parley.server.task.model;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.io.Serializable;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import parley.message.bundle.BundleRef;
import parley.message.bundle.Digest;
import parley.server.task.selector.Selector;
import parley.server.task.selector.SelectorException;

/** A rule of a task: the clients that its selector matches get its bundle. An empty selector matches all clients. */
@Entity
@Table(name = "target")
public class Target {

    @EmbeddedId
    private Key key;

    private String selector;
    private String bundle;

    @Column(name = "bundle_name")
    private String bundleName;

    @Column(name = "bundle_version")
    private String bundleVersion;

    /** The parsed selector; all threads compute the same value. */
    @Transient
    private volatile @Nullable Selector rule;

    protected Target() {}

    public Target(String task, int position, String selector, Digest bundle, String bundleName, String bundleVersion) {
        this.key = new Key(task, position);
        this.selector = selector;
        this.bundle = bundle.text();
        this.bundleName = bundleName;
        this.bundleVersion = bundleVersion;
    }

    public boolean matches(Map<String, String> labels) {
        return rule().matches(labels);
    }

    /** The parsed selector. */
    public Selector rule() {
        Selector known = rule;
        if (known == null) {
            known = parsed();
            rule = known;
        }
        return known;
    }

    private Selector parsed() {
        try {
            return Selector.parse(selector);
        } catch (SelectorException e) {
            throw new IllegalStateException(
                    "the selector of target " + key.position + " is damaged in the database", e);
        }
    }

    /** The selector as it was written. */
    public String selector() {
        return selector;
    }

    public String task() {
        return key.task;
    }

    public Digest bundle() {
        return new Digest(bundle);
    }

    /** The bundle's name in this task. */
    public String bundleName() {
        return bundleName;
    }

    /** The bundle's version in this task. */
    public String bundleVersion() {
        return bundleVersion;
    }

    /** The same in a request for a task. */
    public TaskDraft.Aim aim() {
        return new TaskDraft.Aim(selector, bundle(), Optional.of(bundleName), Optional.of(bundleVersion));
    }

    /** The bundle for offers, in a task with this place in the order of starts. */
    public BundleRef ref(long sequence) {
        return new BundleRef(bundleName, bundleVersion, sequence, bundle());
    }

    /** A task and a position in it. */
    @Embeddable
    public static class Key implements Serializable {
        private String task;
        private int position;

        protected Key() {}

        Key(String task, int position) {
            this.task = task;
            this.position = position;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && key.position == position && Objects.equals(key.task, task);
        }

        @Override
        public int hashCode() {
            return Objects.hash(task, position);
        }
    }
}
