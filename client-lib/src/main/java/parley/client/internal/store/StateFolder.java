package parley.client.internal.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import parley.client.CopiedState;
import parley.client.UpdateException;
import parley.client.internal.failure.FailureTexts;
import parley.folders.UserFolders;
import parley.message.TaskInfo;
import parley.protocol.JoinToken;
import parley.protocol.StaticKey;

/**
 * What a client stores about one server between runs: its key, and the progress of each task. While it is open no
 * other process, and no other client in this one, can use the same server's part of the folder. All files are for
 * their owner only.
 *
 * <pre>
 * keys/SERVER.key           the client's private key for that server, base64
 * keys/SERVER.owner         on which machine that key was made, and for which name
 * keys/SERVER.lock          held while a client runs
 * tokens/KEYID              the task's folder, once a token has led to it
 * tasks/SERVER/TASK/task    the task's id and name, for people
 * tasks/SERVER/TASK/offer   the accepted offer and its steps
 * tasks/SERVER/TASK/reports what the server has not acknowledged
 * </pre>
 */
public final class StateFolder implements AutoCloseable {

    private static final int KEY_BYTES = 32;

    private final Path folder;
    private final String server;
    private final Path tokenFile;
    private final ProcessLock lock;

    private StateFolder(Path folder, String server, Path tokenFile, ProcessLock lock) {
        this.folder = folder;
        this.server = server;
        this.tokenFile = tokenFile;
        this.lock = lock;
    }

    /** {@code $XDG_STATE_HOME/parley}, or {@code ~/.local/state/parley}. */
    public static Path standard() {
        return UserFolders.ofThisProcess().state();
    }

    /** Opens the part of the folder that belongs to the token's server; creates it if it is missing. */
    public static StateFolder open(Path folder, JoinToken token) throws IOException {
        String server = HexFormat.of().formatHex(token.serverKey().bytes());
        Path keys = folder.resolve("keys");
        DurableFile.createFolder(keys);
        DurableFile.createFolder(folder.resolve("tokens"));
        DurableFile.createFolder(folder.resolve("tasks").resolve(server));
        ProcessLock lock = ProcessLock.tryTake(keys.resolve(server + ".lock"))
                .orElseThrow(() -> new IOException("another client is using " + folder + " for the same server"));
        Path tokenFile = folder.resolve("tokens").resolve(token.keyId().hex());
        return new StateFolder(folder, server, tokenFile, lock);
    }

    /**
     * This machine's key for the server, made at its first use, with a note of the machine.
     *
     * @throws UpdateException if the key was made on another machine and that is refused
     */
    public StaticKey key(SecureRandom random, MachineIdentity here, CopiedState ifCopied)
            throws IOException, UpdateException {
        Path file = keyFile();
        Optional<KeyOwner> owner = KeyOwner.read(ownerFile());
        if (owner.filter(known -> known.isOnAnotherMachine(here)).isPresent() && Files.exists(file)) {
            switch (ifCopied) {
                case REFUSE -> throw FailureTexts.copied(folder, owner.get().client());
                case NEW_KEY -> new StateRemoval(folder).server(server);
                case KEEP -> own(here, random, owner.get().client());
            }
        }
        if (!Files.exists(file)) {
            KeyOwner.of(here, random).write(ownerFile());
            return make(file, random);
        }
        if (owner.isEmpty()) { // made by a version that did not ask
            own(here, random, Optional.empty());
        }
        return readKey(file);
    }

    private void own(MachineIdentity here, SecureRandom random, Optional<String> client) throws IOException {
        KeyOwner mine = KeyOwner.of(here, random);
        client.map(mine::called).orElse(mine).write(ownerFile());
    }

    private Path keyFile() {
        return folder.resolve("keys").resolve(server + ".key");
    }

    private Path ownerFile() {
        return folder.resolve("keys").resolve(server + ".owner");
    }

    /** The name under which a server last admitted this client. */
    public Optional<String> called() throws IOException {
        return KeyOwner.read(ownerFile()).flatMap(KeyOwner::client);
    }

    /** A server has admitted this client under this name. */
    public void called(String name) throws IOException {
        Optional<KeyOwner> owner = KeyOwner.read(ownerFile());
        if (owner.isPresent() && !owner.get().client().equals(Optional.of(name))) {
            owner.get().called(name).write(ownerFile());
        }
    }

    private static StaticKey make(Path file, SecureRandom random) throws IOException {
        StaticKey key = StaticKey.generate(random);
        byte[] secret = key.unsafePrivateBytes();
        byte[] text = Base64.getEncoder().encode(secret);
        DurableFile.write(file, text);
        Arrays.fill(secret, (byte) 0);
        Arrays.fill(text, (byte) 0);
        return key;
    }

    private static StaticKey readKey(Path file) throws IOException {
        if (DurableFile.openToOthers(file)) {
            throw new IOException("others can read the key " + file + ": chmod 600 it, or remove it to get a new one");
        }
        byte[] text = Files.readAllBytes(file);
        try {
            byte[] secret = Base64.getDecoder().decode(text);
            if (secret.length != KEY_BYTES) {
                throw new IOException(file + " holds no key");
            }
            StaticKey key = StaticKey.of(secret);
            Arrays.fill(secret, (byte) 0);
            return key;
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " holds no key", e);
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }

    /** The task that this token led to before. */
    public Optional<TaskMemory> task() throws IOException {
        if (!Files.exists(tokenFile)) {
            return Optional.empty();
        }
        String task = Files.readString(tokenFile).strip();
        if (!task.matches("[0-9a-f]{32}")) {
            throw new IOException(tokenFile + " is damaged");
        }
        return Optional.of(memory(task));
    }

    /** The task with this id; from now on the token leads to it. */
    public TaskMemory task(String id) throws IOException {
        String task = nameOf(id);
        if (!Files.exists(tokenFile) || !Files.readString(tokenFile).strip().equals(task)) {
            DurableFile.write(tokenFile, (task + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        return memory(task);
    }

    /** Stores the name of the task. */
    public void describe(TaskInfo task) throws IOException {
        Path path = taskFolder(nameOf(task.id()));
        DurableFile.createFolder(path);
        TaskLabel label = new TaskLabel(task.id(), task.name());
        if (!TaskLabel.read(path).equals(Optional.of(label))) {
            label.write(path);
        }
    }

    private Path taskFolder(String task) {
        return folder.resolve("tasks").resolve(server).resolve(task);
    }

    private TaskMemory memory(String task) throws IOException {
        Path path = taskFolder(task);
        DurableFile.createFolder(path);
        return new TaskMemory(
                task,
                new OfferMemory(new MessageFile(path.resolve("offer"))),
                new ReportQueue(new MessageFile(path.resolve("reports"))));
    }

    // The id comes from the server and may have any content; so the file name is a hash.
    public static String nameOf(String taskId) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(taskId.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
