package parley.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import parley.client.internal.store.KeyOwner;
import parley.client.internal.store.MachineIdentity;
import parley.client.internal.store.MessageFile;
import parley.client.internal.store.OfferMemory;
import parley.client.internal.store.ProcessLock;
import parley.client.internal.store.ReportQueue;
import parley.client.internal.store.StateFolder;
import parley.client.internal.store.StateRemoval;
import parley.client.internal.store.TaskLabel;
import parley.folders.FolderRemoval;
import parley.message.Decision;
import parley.message.Offer;
import parley.message.Report;
import parley.protocol.PublicKey;

/**
 * What the state folder of this machine remembers of each server between runs. Reading changes nothing and does not
 * wait; a running client may change the content at any time. Forgetting does not wait either: it is refused while a
 * client of that server runs.
 */
public final class RememberedServers {

    private final Path folder;
    private final StateRemoval forgetting;

    private RememberedServers(Path folder) {
        this.folder = folder;
        this.forgetting = new StateRemoval(folder);
    }

    /** What a client remembers of one server: it has a key for the server, and its tokens were for these tasks. */
    public record Server(String fingerprint, List<Task> tasks) {
        public Server {
            tasks = List.copyOf(tasks);
        }
    }

    /**
     * One task of a server.
     *
     * @param id the task's id; empty if the client never received it
     * @param name the task's name for people; may be empty
     * @param offer the offer that was answered, not declined, and has not ended
     * @param deferredUntil until when that offer is put off
     * @param agreed whether the server has agreed to carry that offer out: it may be half downloaded, or applied
     * @param lastReport the last report, sent or still to be sent
     * @param unheard how many reports the server has not acknowledged
     */
    public record Task(
            String id,
            String name,
            Optional<Offer> offer,
            Optional<Instant> deferredUntil,
            boolean agreed,
            Optional<Report> lastReport,
            int unheard) {}

    /** What this state folder remembers; see {@link UpdateClient.Builder#stateFolder}. */
    public static RememberedServers in(Path stateFolder) {
        return new RememberedServers(stateFolder);
    }

    /**
     * What the default state folder of clients remembers.
     *
     * @throws parley.folders.UnknownFolderException if neither {@code XDG_STATE_HOME} nor a home folder is known
     */
    public static RememberedServers standard() {
        return in(StateFolder.standard());
    }

    /**
     * All servers that are remembered, in the order of their keys, with their tasks in no particular order.
     *
     * @throws IOException if a file cannot be read or is damaged
     */
    public List<Server> servers() throws IOException {
        TreeSet<String> names = new TreeSet<>();
        for (String name : StateRemoval.names(folder.resolve("keys"))) {
            if (name.endsWith(".key")) {
                names.add(name.substring(0, name.length() - ".key".length()));
            }
        }
        names.addAll(StateRemoval.names(folder.resolve("tasks")));
        List<Server> servers = new ArrayList<>();
        for (String name : names) {
            Path tasks = folder.resolve("tasks").resolve(name);
            List<Task> all = new ArrayList<>();
            for (String task : StateRemoval.names(tasks)) {
                all.add(task(tasks.resolve(task)));
            }
            servers.add(new Server(fingerprint(name), all));
        }
        return servers;
    }

    private static Task task(Path path) throws IOException {
        Optional<TaskLabel> label = TaskLabel.read(path);
        OfferMemory offer = new OfferMemory(new MessageFile(path.resolve("offer")));
        ReportQueue reports = new ReportQueue(new MessageFile(path.resolve("reports")));
        return new Task(
                label.map(TaskLabel::id).orElse(""),
                label.map(TaskLabel::name).orElse(""),
                offer.offer(),
                offer.said(Decision.DEFER) ? offer.deferredUntil() : Optional.empty(),
                offer.agreed().isPresent(),
                reports.last(),
                reports.unacknowledged().size());
    }

    /**
     * Forgets one task: what was agreed, what was put off, and the reports that the server has not acknowledged. The
     * key stays, so that the machine is the same client if it joins again.
     *
     * @return false if there is nothing to forget
     * @throws IOException if a client of that server is running, or a file cannot be deleted
     */
    public boolean forgetTask(String serverFingerprint, String taskId) throws IOException {
        String task = StateFolder.nameOf(taskId);
        return forget(serverFingerprint, server -> {
            Path path = folder.resolve("tasks").resolve(server).resolve(task);
            boolean there = Files.exists(path);
            forgetting.tokensOf(task);
            FolderRemoval.delete(path);
            return there;
        });
    }

    /**
     * Forgets a server with all its tasks, and this machine's key for it. If the machine joins again, it is a new
     * client: in a task that it has joined before it needs another name.
     *
     * @return false if there is nothing to forget
     * @throws IOException if a client of that server is running, or a file cannot be deleted
     */
    public boolean forgetServer(String serverFingerprint) throws IOException {
        return forget(serverFingerprint, forgetting::server);
    }

    /**
     * Where the key for a server comes from: from another machine, if the state folder was copied.
     *
     * @param client the name under which that server last admitted it; empty if it never did, or if that is unknown
     * @param otherMachine whether it was made on a machine with another machine-id
     * @param otherHost whether it was made on a machine with another host name; also true for a renamed machine
     */
    public record KeyOrigin(Optional<String> client, boolean otherMachine, boolean otherHost) {}

    /**
     * Where the key for this server comes from; empty if there is none, or if an older version made it and stored no
     * note.
     *
     * @throws IOException if the note cannot be read or is damaged
     */
    public Optional<KeyOrigin> keyOrigin(String serverFingerprint) throws IOException {
        MachineIdentity here = MachineIdentity.here();
        for (String name : StateRemoval.names(folder.resolve("keys"))) {
            String server = name.replaceFirst("[.]key$", "");
            if (name.endsWith(".key") && fingerprint(server).equals(serverFingerprint)) {
                return KeyOwner.read(folder.resolve("keys").resolve(server + ".owner"))
                        .map(owner -> new KeyOrigin(
                                owner.client(), owner.isOnAnotherMachine(here), owner.isOnAnotherHost(here)));
            }
        }
        return Optional.empty();
    }

    private interface Deletion {
        boolean of(String server) throws IOException;
    }

    private boolean forget(String fingerprint, Deletion deletion) throws IOException {
        TreeSet<String> all = new TreeSet<>(StateRemoval.names(folder.resolve("tasks")));
        StateRemoval.names(folder.resolve("keys"))
                .forEach(name -> all.add(name.replaceFirst("[.](key|lock|owner)$", "")));
        for (String server : all) {
            if (fingerprint(server).equals(fingerprint)) {
                return locked(server, deletion);
            }
        }
        return false;
    }

    private boolean locked(String server, Deletion deletion) throws IOException {
        Path lock = folder.resolve("keys").resolve(server + ".lock");
        if (!Files.exists(lock)) {
            return deletion.of(server);
        }
        ProcessLock taken = ProcessLock.tryTake(lock)
                .orElseThrow(() -> new IOException("a client is using " + folder + " for this server; stop it first"));
        try {
            return deletion.of(server);
        } finally {
            taken.close();
        }
    }

    private static String fingerprint(String server) throws IOException {
        try {
            return PublicKey.of(HexFormat.of().parseHex(server)).fingerprint();
        } catch (InvalidKeyException | IllegalArgumentException e) {
            throw new IOException(server + " in the state folder is no server's key", e);
        }
    }
}
