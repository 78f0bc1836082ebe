package parley.server.bundles;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import parley.message.bundle.Digest;
import parley.message.bundle.FileEntry;
import parley.message.bundle.Mode;

/** One file, link or empty folder of a bundle. */
@Entity
@Table(name = "bundle_file")
@IdClass(BundleFileRecord.Key.class)
public class BundleFileRecord {

    /** A path is unique within its bundle. (JPA 3.1 does not allow a record here.) */
    public static class Key implements Serializable {

        private String bundle;
        private String path;

        @SuppressWarnings("NullAway.Init") // JPA sets the fields
        protected Key() {}

        Key(Digest bundle, String path) {
            this.bundle = bundle.text();
            this.path = path;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && bundle.equals(key.bundle) && path.equals(key.path);
        }

        @Override
        public int hashCode() {
            return Objects.hash(bundle, path);
        }
    }

    @Id
    private String bundle;

    @Id
    private String path;

    private String mode;
    private long size;
    private String sha256;
    private @Nullable String target;

    protected BundleFileRecord() {}

    /** @param target of a link; null for others */
    BundleFileRecord(Digest bundle, String path, FileEntry file, @Nullable String target) {
        this.bundle = bundle.text();
        this.path = path;
        this.mode = file.mode().text();
        this.size = file.size();
        this.sha256 = file.sha256().text();
        this.target = target;
    }

    public String path() {
        return path;
    }

    public Optional<String> target() {
        return Optional.ofNullable(target);
    }

    public FileEntry file() {
        return new FileEntry(new Digest(sha256), size, Mode.parse(mode));
    }
}
