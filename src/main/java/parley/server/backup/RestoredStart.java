package parley.server.backup;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Logger;
import parley.server.audit.anchor.AuditAnchors;
import parley.server.storage.DataFolder;

/**
 * At the first start after a restore, which the file {@code restored} in the data folder shows: before any task starts,
 * numbers are left out ({@link RestoredOrder}). The file is removed after the commit; a crash in between leaves out
 * numbers twice, which harms nothing.
 *
 * <p>It is no start-up bean of its own: Payara takes a start-up bean that depends on two others for a cycle, depending
 * on the order in which it finds them.
 */
@ApplicationScoped
public class RestoredStart {

    private static final Logger LOG = Logger.getLogger(RestoredStart.class.getName());

    /** {@code parley restore-server} writes it; it has the time of the back-up, or nothing. */
    private static final String FILE = "restored";

    private static final int MOST_CHARACTERS = 64;

    @Inject
    DataFolder folder;

    @Inject
    RestoredOrder order;

    @Inject
    AuditAnchors anchors;

    /** To be called before the first task can start, and before requests are let in. */
    public void settle() {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return;
        }
        try {
            String made = Files.readString(file).strip();
            order.skip(made.substring(0, Math.min(made.length(), MOST_CHARACTERS)));
            anchors.startAnew("the server was restored from a back-up");
            Files.delete(file);
            LOG.info("This server was restored from a back-up. Clients may have content of later tasks that it does"
                    + " not know: tasks of the back-up do not replace it, tasks that start from now on do.");
        } catch (IOException e) {
            throw new IllegalStateException("The file " + file + " cannot be read and removed: " + e, e);
        }
    }
}
