package parley.server.bundles;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import parley.message.bundle.BundleRef;
import parley.message.bundle.Digest;

/**
 * A bundle without its files. Its content never changes. A deleted one has no files any more, and stays while a task
 * names it; an upload of the same files brings it back.
 */
@Entity
@Table(name = "bundle")
public class BundleRecord {

    @Id
    private String sha256;

    private String name;
    private String version;
    private long sequence;
    private int files;
    private long bytes;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "created_by")
    private String createdBy;

    @Column(name = "deleted_at")
    private @Nullable Instant deletedAt;

    protected BundleRecord() {}

    BundleRecord(BundleRef ref, int files, long bytes, Instant createdAt, String createdBy) {
        this.sha256 = ref.sha256().text();
        this.files = files;
        this.bytes = bytes;
        describe(ref, createdAt, createdBy);
    }

    /** What its upload says of it. */
    private void describe(BundleRef ref, Instant createdAt, String createdBy) {
        this.name = ref.name();
        this.version = ref.version();
        this.sequence = ref.sequence();
        this.createdAt = createdAt;
        this.createdBy = createdBy;
    }

    void delete(Instant now) {
        deletedAt = now;
    }

    /** Then it has no files, and no task can get it. */
    public boolean isDeleted() {
        return deletedAt != null;
    }

    /** After another upload of the same files. */
    void bringBack(BundleRef ref, Instant now, String actor) {
        describe(ref, now, actor);
        deletedAt = null;
    }

    public Digest sha256() {
        return new Digest(sha256);
    }

    /** Its name at the upload; a task may use another name. */
    public String name() {
        return name;
    }

    /** Its version at the upload. */
    public String version() {
        return version;
    }

    /** Bundles added later, and tasks started later, have greater numbers. */
    public long sequence() {
        return sequence;
    }

    public int files() {
        return files;
    }

    /** The sizes of all files added up. */
    public long bytes() {
        return bytes;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public String createdBy() {
        return createdBy;
    }
}
