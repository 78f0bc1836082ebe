package parley.server.access;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The credential of an operator or of automation; only its hash is stored. */
@Entity
@Table(name = "api_key")
public class ApiKey {
    @Id
    private String id;

    private String name;
    private String role;
    private @Nullable String description;
    private @Nullable String tasks;

    @SuppressWarnings("UnusedVariable") // a column that queries read
    private String hash;

    @Column(name = "created_at")
    private Instant created;

    @Column(name = "created_by")
    private String createdBy;

    @Column(name = "expires_at")
    private @Nullable Instant expires;

    @Column(name = "last_used_at")
    private @Nullable Instant lastUsed;

    @Column(name = "revoked_at")
    private @Nullable Instant revoked;

    protected ApiKey() {}

    ApiKey(
            String id,
            String name,
            Role role,
            Optional<String> description,
            Optional<String> tasks,
            String hash,
            Instant created,
            String createdBy,
            Optional<Instant> expires) {
        this.id = id;
        this.name = name;
        this.role = role.word();
        this.description = description.orElse(null);
        this.tasks = tasks.orElse(null);
        this.hash = hash;
        this.created = created;
        this.createdBy = createdBy;
        this.expires = expires.orElse(null);
    }

    public String id() {
        return id;
    }

    public String name() {
        return name;
    }

    public Role role() {
        return Role.of(role).orElseThrow();
    }

    /** What it is for. */
    public Optional<String> description() {
        return Optional.ofNullable(description);
    }

    /** A selector for the labels of the tasks that it is for; empty: all tasks, and what is about no task. */
    public Optional<String> tasks() {
        return Optional.ofNullable(tasks);
    }

    public Instant created() {
        return created;
    }

    public String createdBy() {
        return createdBy;
    }

    public Optional<Instant> expires() {
        return Optional.ofNullable(expires);
    }

    public Optional<Instant> lastUsed() {
        return Optional.ofNullable(lastUsed);
    }

    public Optional<Instant> revoked() {
        return Optional.ofNullable(revoked);
    }

    boolean live(Instant now) {
        return revoked == null && (expires == null || now.isBefore(expires));
    }

    /** Whether it expires, and the other one later or never. */
    boolean endsBefore(ApiKey other) {
        return expires != null && (other.expires == null || expires.isBefore(other.expires));
    }

    void revoke(Instant now) {
        revoked = now;
    }
}
