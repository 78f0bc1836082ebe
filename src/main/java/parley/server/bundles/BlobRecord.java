package parley.server.bundles;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import parley.message.bundle.Digest;

/** A blob that some bundle contains. */
@Entity
@Table(name = "blob")
public class BlobRecord {

    @Id
    private String sha256;

    private long size;

    @Column(name = "created_at")
    private Instant createdAt;

    protected BlobRecord() {}

    BlobRecord(Digest sha256, long size, Instant createdAt) {
        this.sha256 = sha256.text();
        this.size = size;
        this.createdAt = createdAt;
    }

    public Digest sha256() {
        return new Digest(sha256);
    }

    public long size() {
        return size;
    }
}
