package parley.apply;

import java.util.Objects;
import parley.message.bundle.BundleRef;

/**
 * Where files come from.
 *
 * @param server the fingerprint of the server's identity, as {@link DirectoryUpdate.Builder#server} was told; may be
 *     empty
 * @param taskId the task's id; empty if it is not known
 * @param taskName the task's name for people; empty if it is not known
 * @param bundle the bundle
 */
public record Origin(String server, String taskId, String taskName, BundleRef bundle) {

    public Origin {
        Objects.requireNonNull(server);
        Objects.requireNonNull(taskId);
        Objects.requireNonNull(taskName);
        Objects.requireNonNull(bundle);
    }
}
