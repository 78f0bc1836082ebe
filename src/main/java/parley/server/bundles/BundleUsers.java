package parley.server.bundles;

import java.util.List;
import parley.message.bundle.Digest;

/** Knows what needs bundles; this package does not know tasks. */
public interface BundleUsers {

    /** What needs this bundle now, as far as it is committed. Empty: it may be deleted. */
    List<BundleUse> of(Digest bundle);

    /** Whether anything names this bundle, also of what is over. */
    boolean names(Digest bundle);
}
