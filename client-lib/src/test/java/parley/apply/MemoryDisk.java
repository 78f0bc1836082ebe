package parley.apply;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import parley.apply.internal.disk.FileAccess;
import parley.apply.internal.disk.Layout;
import parley.apply.internal.disk.LinkInTheWay;
import parley.apply.internal.disk.Surroundings;

/**
 * A disk in memory that knows what is on the platter and what is only in the cache. A change of names is pending until
 * one of the folders that it touches is synced, content and mode until the file is; a pending rename is lost or kept as
 * a whole. {@link #afterPowerLoss} decides for each pending change on its own.
 */
public final class MemoryDisk implements FileAccess {

    /** What becomes of the pending changes when the power fails. */
    enum Loss {
        /** The process died, the machine did not: nothing is lost. */
        NOTHING,
        /** All that was not synced is lost. */
        EVERYTHING,
        /** Each pending change is lost or kept, each unsynced content cut, zeroed, lost or kept, at random. */
        SOME
    }

    private static final class Node {
        final Map<String, Node> names; // null: a file
        final Map<String, Node> durableNames;
        byte[] bytes = {};
        byte[] durableBytes = {};
        String target; // of a link
        int mode;
        int durableMode;

        Node(boolean folder, int mode) {
            names = folder ? new TreeMap<>() : null;
            durableNames = folder ? new TreeMap<>() : null;
            this.mode = mode;
            this.durableMode = mode;
        }

        boolean isFolder() {
            return names != null;
        }

        Kind kind() {
            return isFolder() ? Kind.FOLDER : target != null ? Kind.LINK : Kind.FILE;
        }
    }

    /** One change of names: {@code node} null takes the name away. */
    private record Naming(Node folder, String name, Node node) {
        void makeDurable() {
            if (node == null) {
                folder.durableNames.remove(name);
            } else {
                folder.durableNames.put(name, node);
            }
        }
    }

    private static final String DESTINATION = "destination";

    private final Node top;
    private final Node root;
    private final List<List<Naming>> pending = new ArrayList<>();
    private boolean linksAllowed = true;
    private final Set<String> mounted = new TreeSet<>();

    public MemoryDisk() {
        this(new Node(true, 0755));
    }

    /** The destination is a folder of the disk, so that links can lead out of it. */
    private MemoryDisk(Node top) {
        this.top = top;
        this.root = top.names.computeIfAbsent(DESTINATION, name -> new Node(true, 0755));
        top.durableNames.putIfAbsent(DESTINATION, root);
    }

    MemoryDisk withoutHardLinks() {
        linksAllowed = false;
        return this;
    }

    /** Puts a file there with its folders, durably. */
    public MemoryDisk with(String path, String content, int mode) throws IOException {
        for (String folder : Layout.parents(path)) {
            if (look(folder).isEmpty()) {
                makeFolder(folder, 0755);
            }
        }
        try (Sink sink = create(path)) {
            byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
            sink.write(bytes, 0, bytes.length);
            setMode(path, mode);
        }
        syncAll();
        return this;
    }

    /** That file is a mount point of its own: it can be neither renamed, removed nor linked. */
    MemoryDisk mounted(String file) {
        mounted.add(file);
        return this;
    }

    MemoryDisk unmounted(String file) {
        mounted.remove(file);
        return this;
    }

    private void refuseMounted(String path) throws FileSystemException {
        if (mounted.contains(path)) {
            throw new FileSystemException(path, null, "Device or resource busy");
        }
    }

    MemoryDisk withFolder(String path, int mode) throws IOException {
        makeFolder(path, mode);
        syncAll();
        return this;
    }

    void syncAll() {
        pending.forEach(change -> change.forEach(Naming::makeDurable));
        pending.clear();
        syncFiles(top);
    }

    private static void syncFiles(Node folder) {
        for (Node node : folder.names.values()) {
            if (node.isFolder()) {
                syncFiles(node);
            } else {
                node.durableBytes = node.bytes;
                node.durableMode = node.mode;
            }
        }
    }

    /** A disk of its own with the same content. */
    MemoryDisk copy() {
        return afterPowerLoss(Loss.NOTHING, new Random(0));
    }

    /** The disk as the machine finds it when it starts again; this one is not changed. */
    MemoryDisk afterPowerLoss(Loss loss, Random dice) {
        Map<Node, Node> copies = new IdentityHashMap<>();
        MemoryDisk next;
        if (loss == Loss.NOTHING) {
            next = new MemoryDisk(copy(top, copies, false, loss, dice));
        } else {
            List<List<Naming>> kept = pending.stream()
                    .filter(change -> loss == Loss.SOME && dice.nextBoolean())
                    .toList();
            Map<Node, Map<String, Node>> before = new IdentityHashMap<>();
            kept.forEach(change ->
                    change.forEach(n -> before.putIfAbsent(n.folder(), new TreeMap<>(n.folder().durableNames))));
            kept.forEach(change -> change.forEach(Naming::makeDurable));
            next = new MemoryDisk(copy(top, copies, true, loss, dice));
            before.forEach((folder, names) -> {
                folder.durableNames.clear();
                folder.durableNames.putAll(names);
            });
        }
        next.linksAllowed = linksAllowed;
        next.mounted.addAll(mounted);
        next.syncAll();
        return next;
    }

    private static Node copy(Node node, Map<Node, Node> copies, boolean durable, Loss loss, Random dice) {
        Node known = copies.get(node);
        if (known != null) {
            return known;
        }
        Node copy = new Node(node.isFolder(), node.isFolder() || !durable ? node.mode : node.durableMode);
        copies.put(node, copy);
        if (node.isFolder()) {
            (durable ? node.durableNames : node.names)
                    .forEach((name, child) -> copy.names.put(name, copy(child, copies, durable, loss, dice)));
            copy.durableNames.putAll(copy.names);
        } else {
            copy.bytes = durable ? survivor(node, loss, dice) : node.bytes;
            copy.target = node.target; // is there as soon as its name is
        }
        return copy;
    }

    private static byte[] survivor(Node file, Loss loss, Random dice) {
        if (loss == Loss.EVERYTHING || file.bytes == file.durableBytes) {
            return file.durableBytes;
        }
        int safe = file.durableBytes.length; // files only grow here: what was synced stays
        int cut = safe + dice.nextInt(file.bytes.length - safe + 1);
        return switch (dice.nextInt(4)) {
            case 0 -> file.durableBytes;
            case 1 -> file.bytes;
            case 2 -> Arrays.copyOf(file.bytes, cut);
            default -> Arrays.copyOf(Arrays.copyOf(file.bytes, cut), file.bytes.length);
        };
    }

    /** Every file and folder that can be seen, one line each, folders with a slash; .parley only if asked for. */
    public List<String> listing(boolean withParley) {
        List<String> lines = new ArrayList<>();
        list(root, "", lines);
        top.names.forEach((name, folder) -> {
            if (folder != root) {
                lines.add("../" + name + "/" + MODES[folder.mode]);
                list(folder, "../" + name, lines);
            }
        });
        if (!withParley) {
            lines.removeIf(line -> line.startsWith(Layout.FOLDER + "/"));
        }
        return lines;
    }

    private static final String[] MODES = IntStream.rangeClosed(0, 0777)
            .mapToObj(mode -> String.format(" %04o", mode))
            .toArray(String[]::new);

    private static void list(Node folder, String path, List<String> lines) {
        folder.names.forEach((name, node) -> {
            String child = Layout.child(path, name);
            String mode = MODES[node.mode];
            if (node.isFolder()) {
                lines.add(child + "/" + mode);
                list(node, child, lines);
            } else if (node.target != null) {
                lines.add(child + " -> " + node.target);
            } else {
                lines.add(child + mode + " " + new String(node.bytes, StandardCharsets.UTF_8));
            }
        });
    }

    @Override
    public Optional<Found> look(String path) throws IOException {
        Node node = path.startsWith("/") ? top : root;
        String below = path.startsWith("/") ? path.substring(1) : path;
        for (String segment : below.isEmpty() ? new String[0] : below.split("/")) {
            if (node != null && node.target != null) {
                throw new LinkInTheWay(path);
            }
            node = node == null || !node.isFolder() ? null : node.names.get(segment);
        }
        return Optional.ofNullable(node).map(n -> new Found(n.kind(), size(n), n.mode, Optional.of(n)));
    }

    private static long size(Node node) {
        return node.target == null ? node.bytes.length : node.target.getBytes(StandardCharsets.UTF_8).length;
    }

    @Override
    public String readLink(String link) throws IOException {
        Node node = node(link);
        if (node.target == null) {
            throw new NotLinkException(link);
        }
        return node.target;
    }

    @Override
    public void makeLink(String link, String target) throws IOException {
        Node node = new Node(false, 0777);
        node.target = target;
        name(link, node);
    }

    @Override
    public List<String> list(String folder) throws IOException {
        return new ArrayList<>(new TreeSet<>(folder(folder).names.keySet()));
    }

    @Override
    public InputStream read(String file) throws IOException {
        return new ByteArrayInputStream(file(file).bytes);
    }

    @Override
    public Sink create(String file) throws IOException {
        Node node = new Node(false, 0600);
        name(file, node);
        return sink(node);
    }

    @Override
    public Sink append(String file) throws IOException {
        return sink(file(file));
    }

    @Override
    public Sink overwrite(String file) throws IOException {
        Node node = file(file);
        return new Sink() {
            private int position;

            @Override
            public void write(byte[] bytes, int from, int length) {
                byte[] now = Arrays.copyOf(node.bytes, Math.max(node.bytes.length, position + length));
                System.arraycopy(bytes, from, now, position, length);
                position += length;
                node.bytes = now;
            }

            @Override
            public void sync() {
                node.bytes = Arrays.copyOf(node.bytes, position);
                node.durableBytes = node.bytes;
                node.durableMode = node.mode;
            }

            @Override
            public void close() {
                // nothing is held open
            }
        };
    }

    private static Sink sink(Node file) {
        return new Sink() {
            @Override
            public void write(byte[] bytes, int from, int length) {
                byte[] longer = Arrays.copyOf(file.bytes, file.bytes.length + length);
                System.arraycopy(bytes, from, longer, file.bytes.length, length);
                file.bytes = longer;
            }

            @Override
            public void sync() {
                file.durableBytes = file.bytes;
                file.durableMode = file.mode;
            }

            @Override
            public void close() {
                // nothing is held open
            }
        };
    }

    @Override
    public void setMode(String file, int mode) throws IOException {
        file(file).mode = mode;
    }

    @Override
    public void takeOwner(String path, String like) throws IOException {
        node(path); // there are no owners here, but what shall get one has to be there
    }

    @Override
    public void makeFolder(String folder, int mode) throws IOException {
        name(folder, new Node(true, mode));
    }

    private void name(String path, Node node) throws IOException {
        Node folder = folder(Layout.parent(path));
        if (folder.names.putIfAbsent(Layout.name(path), node) != null) {
            throw new FileAlreadyExistsException(path);
        }
        pending.add(List.of(new Naming(folder, Layout.name(path), node)));
    }

    /** Makes the pending changes durable that touch the folder, and before them those that they build on. */
    @Override
    public void syncFolder(String path) throws IOException {
        Node folder = folder(path);
        for (Iterator<List<Naming>> changes = pending.iterator(); changes.hasNext(); ) {
            List<Naming> change = changes.next();
            if (change.stream().anyMatch(naming -> naming.folder() == folder)) {
                change.forEach(Naming::makeDurable);
                changes.remove();
            }
        }
    }

    @Override
    public boolean link(String file, String name) throws IOException {
        if (!linksAllowed || mounted.contains(file)) {
            return false;
        }
        name(name, file(file));
        return true;
    }

    @Override
    public void move(String from, String to) throws IOException {
        refuseMounted(from);
        refuseMounted(to);
        Node source = folder(Layout.parent(from));
        Node target = folder(Layout.parent(to));
        Node moved = source.names.get(Layout.name(from));
        Node replaced = target.names.get(Layout.name(to));
        if (moved == null) {
            throw new NoSuchFileException(from);
        }
        if (moved == replaced) {
            return; // POSIX: two names of one file stay as they are
        }
        if (replaced != null && (replaced.isFolder() || moved.isFolder())) {
            throw new FileSystemException(to, null, "a folder is there");
        }
        source.names.remove(Layout.name(from));
        target.names.put(Layout.name(to), moved);
        pending.add(List.of(new Naming(target, Layout.name(to), moved), new Naming(source, Layout.name(from), null)));
    }

    @Override
    public void delete(String file) throws IOException {
        refuseMounted(file);
        file(file);
        unname(file);
    }

    @Override
    public void deleteFolder(String path) throws IOException {
        if (!folder(path).names.isEmpty()) {
            throw new DirectoryNotEmptyException(path);
        }
        unname(path);
    }

    private void unname(String path) throws IOException {
        Node folder = folder(Layout.parent(path));
        folder.names.remove(Layout.name(path));
        pending.add(List.of(new Naming(folder, Layout.name(path), null)));
    }

    @Override
    public Optional<Surroundings> surroundings() {
        return Optional.of(new Surroundings() {
            @Override
            public String destination() {
                return "/" + DESTINATION;
            }

            @Override
            public Optional<String> distrust(String path, boolean passing) {
                return Optional.empty();
            }

            @Override
            public boolean isOneMoveAway(String path) {
                return true;
            }

            @Override
            public boolean isParleysOwn(String path) {
                return false;
            }
        });
    }

    @Override
    public boolean mayWrite(String folder) {
        return true;
    }

    @Override
    public Set<String> mountPoints() {
        return Set.copyOf(mounted);
    }

    @Override
    public long usableSpace() {
        return Long.MAX_VALUE;
    }

    @Override
    public void close() {
        // nothing is held open
    }

    private Node folder(String path) throws IOException {
        Node node = node(path);
        if (!node.isFolder()) {
            throw new NotDirectoryException(path);
        }
        return node;
    }

    private Node file(String path) throws IOException {
        Node node = node(path);
        if (node.isFolder()) {
            throw new FileSystemException(path, null, "Is a directory");
        }
        return node;
    }

    private Node node(String path) throws IOException {
        return look(path)
                .flatMap(Found::identity)
                .map(Node.class::cast)
                .orElseThrow(() -> new NoSuchFileException(path));
    }
}
