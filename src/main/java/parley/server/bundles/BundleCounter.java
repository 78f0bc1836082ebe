package parley.server.bundles;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/**
 * The counter of sequence numbers, for new bundles and for starts of tasks. Its one row is locked until the commit, so
 * that numbers follow the order of commits.
 */
@Entity
@Table(name = "bundle_counter")
public class BundleCounter {

    static final int ONLY = 1;

    @Id
    private int id;

    private long last;

    protected BundleCounter() {}

    void skip(long count) {
        last += count;
    }

    long next() {
        return ++last;
    }
}
