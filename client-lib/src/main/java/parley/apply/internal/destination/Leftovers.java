package parley.apply.internal.destination;

import java.io.IOException;
import java.util.List;
import parley.apply.internal.disk.FileAccess;
import parley.apply.internal.disk.Layout;
import parley.apply.internal.disk.Tree;

/** What an update leaves in .parley besides its state, once the destination is final. */
public final class Leftovers {
    private static final List<String> PARTS =
            List.of(Layout.STAGED, Layout.BACKUP, Layout.NEXT_STATE, Layout.NEW_FOLDER);

    private final FileAccess files;
    private final Tree tree;

    public Leftovers(FileAccess files) {
        this.files = files;
        this.tree = new Tree(files);
    }

    /** Deletes the journal last: as long as it exists, this is repeated. */
    public void delete(boolean keepDownloads) throws IOException {
        for (String part : PARTS) {
            tree.delete(part);
        }
        if (!keepDownloads) {
            tree.delete(Layout.DOWNLOAD);
        }
        files.syncFolder(Layout.FOLDER);
        tree.delete(Layout.JOURNAL);
        files.syncFolder(Layout.FOLDER);
    }
}
