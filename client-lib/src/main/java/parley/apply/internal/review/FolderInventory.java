package parley.apply.internal.review;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import parley.apply.internal.destination.Destination;
import parley.apply.internal.disk.ApplyFailure;
import parley.apply.internal.disk.FileAccess;
import parley.apply.internal.journal.Installation;
import parley.apply.internal.plan.PlannedLinks;
import parley.apply.internal.state.State;
import parley.message.Inventory;
import parley.message.bundle.Change;
import parley.message.bundle.FileEntry;

/**
 * The files of a destination that a server asks for or that Parley wrote, as seen since the last inventory began. Not
 * thread-safe.
 */
public final class FolderInventory {
    private final Destination destination;
    private final Installation installation;
    private final Map<String, String> words;
    private final int filesLimit;
    private SeenFiles seen;
    private State state = State.NONE;

    /**
     * @param words the policy in the inventory
     * @param filesLimit how many files are looked at
     */
    public FolderInventory(
            Destination destination, Installation installation, Map<String, String> words, int filesLimit) {
        this.destination = destination;
        this.installation = installation;
        this.words = words;
        this.filesLimit = filesLimit;
        this.seen = new SeenFiles(filesLimit);
    }

    /** Begins again with the files that Parley wrote there. */
    public Inventory begin(String server) throws IOException, ApplyFailure {
        Optional<FileAccess> files = destination.look();
        seen = new SeenFiles(filesLimit);
        state = State.NONE;
        if (files.isEmpty()) {
            return new Inventory(Optional.empty(), Optional.empty(), Map.of(), List.of(), words);
        }
        state = installation.standing(files.get());
        files.get().links().remember(state.ownLinks(), state.followed());
        if (installation.isOpen(files.get())) {
            seen.trust(files.get(), state.managed()); // nothing large between the swap and its confirmation
        } else {
            seen.lookAt(files.get(), state.managed());
        }
        return told(server, true);
    }

    /** Also what is at these paths, whoever put it there. */
    public Inventory more(List<String> paths, String server) throws IOException, ApplyFailure {
        Optional<FileAccess> files = destination.look();
        if (files.isEmpty()) {
            return told(server, false);
        }
        seen.lookAt(files.get(), paths);
        return told(server, false);
    }

    private Inventory told(String server, boolean partial) {
        return new Inventory(
                state.bundle().map(bundle -> bundle.sha256()),
                Optional.ofNullable(state.highest().get(server)),
                seen.present(),
                SeenFiles.modified(state.managed(), seen.present()),
                words,
                partial);
    }

    /**
     * Reads what the changes would replace, also if the server did not ask about these files. If an update brings a
     * link, the present link counts, not what it leads to.
     */
    public void lookAt(FileAccess files, List<Change> changes) throws IOException, ApplyFailure {
        files.links().remember(PlannedLinks.bundlesOwn(state, changes), state.followed());
        List<Change> brought =
                changes.stream().filter(change -> change.file().isPresent()).toList();
        seen.forget(brought.stream()
                .filter(change -> change.file().get().isLink())
                .map(Change::path)
                .filter(path ->
                        present().containsKey(path) && !present().get(path).isLink())
                .toList());
        seen.lookAt(files, brought.stream().map(Change::path).toList());
    }

    /** What was seen, by path. */
    public SortedMap<String, FileEntry> present() {
        return seen.present();
    }
}
