package parley.apply.internal.disk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The destination on a real disk. Where the platform has {@link SecureDirectoryStream} every operation goes through
 * open folders, one path segment at a time without following links, so a link that somebody puts there between two
 * operations, or during one, is noticed and not followed. Elsewhere {@link CheckedFolder} checks before each
 * operation.
 */
public final class NativeFiles implements FileAccess {
    private static final Path HERE = Path.of(".");

    private final Path root;
    private final SecureDirectoryStream<Path> handle;
    private final boolean posix;
    private Optional<Surroundings> surroundings = Optional.empty();

    private NativeFiles(Path root, SecureDirectoryStream<Path> handle) {
        this.root = root;
        this.handle = handle;
        this.posix = root.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** Opens an existing folder; it stays the same one even if its name is given to another afterwards. */
    @SuppressWarnings("StreamResourceLeak") // open until this object is closed
    public static NativeFiles open(Path root) throws IOException {
        Path real = root.toRealPath();
        DirectoryStream<Path> stream = Files.newDirectoryStream(real);
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return new NativeFiles(real, secure);
        }
        stream.close();
        return openByName(real);
    }

    /**
     * From now on it accepts absolute paths too, as {@link Surroundings} says.
     *
     * @return false if this platform cannot do that safely
     */
    public boolean reachOut() {
        if (!(handle instanceof CheckedFolder) && NativeSurroundings.areKnown()) {
            surroundings = Optional.of(new NativeSurroundings(root));
        }
        return surroundings.isPresent();
    }

    @Override
    public Optional<Surroundings> surroundings() {
        return surroundings;
    }

    /** As {@link #open} does where the platform has no folder handles. */
    static NativeFiles openByName(Path root) throws IOException {
        Path real = root.toRealPath();
        return new NativeFiles(real, new CheckedFolder(real));
    }

    @Override
    public Optional<Found> look(String path) throws IOException {
        try (SecureDirectoryStream<Path> folder = open(Layout.parent(path))) {
            return Optional.of(found(folder, path.isEmpty() || path.equals("/") ? HERE : leaf(path)));
        } catch (NoSuchFileException | NotDirectoryException nothingThere) {
            return Optional.empty();
        }
    }

    @Override
    public List<String> list(String path) throws IOException {
        List<String> names = new ArrayList<>();
        try (SecureDirectoryStream<Path> folder = open(path)) {
            folder.forEach(entry -> names.add(entry.getFileName().toString()));
        } catch (java.nio.file.DirectoryIteratorException e) {
            throw e.getCause();
        }
        names.sort(null);
        return names;
    }

    @Override
    public InputStream read(String file) throws IOException {
        return Channels.newInputStream(channel(file, Set.of(StandardOpenOption.READ, NOFOLLOW_LINKS)));
    }

    @Override
    public Sink create(String file) throws IOException {
        return new ChannelSink(
                channel(file, Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW, NOFOLLOW_LINKS)));
    }

    /** Java reads a link by name, so the result is compared with the entry at that name by handle. */
    @Override
    public String readLink(String link) throws IOException {
        Found before = look(link).filter(f -> f.kind() == Kind.LINK).orElseThrow(() -> new NotLinkException(link));
        String target = Files.readSymbolicLink(root.resolve(link)).toString();
        if (!look(link).equals(Optional.of(before)) || target.getBytes(UTF_8).length != before.size()) {
            throw new LinkInTheWay(link);
        }
        return target.replace('\\', '/');
    }

    /** Java cannot make a link inside an open folder, but it can move one there: made in .parley, then moved. */
    @Override
    public void makeLink(String link, String target) throws IOException {
        if (look(link).isPresent()) {
            throw new FileAlreadyExistsException(link);
        }
        if (look(Layout.NEW_LINK).isPresent()) {
            delete(Layout.NEW_LINK);
        }
        try {
            Files.createSymbolicLink(root.resolve(Layout.NEW_LINK), Path.of(target));
        } catch (UnsupportedOperationException | InvalidPathException e) {
            throw new FileSystemException(link, null, "this disk takes no symbolic link to " + target);
        }
        move(Layout.NEW_LINK, link);
    }

    @Override
    public Sink append(String file) throws IOException {
        return new ChannelSink(
                channel(file, Set.of(StandardOpenOption.WRITE, StandardOpenOption.APPEND, NOFOLLOW_LINKS)));
    }

    @Override
    public Sink overwrite(String file) throws IOException {
        return new OverwritingSink(channel(file, Set.of(StandardOpenOption.WRITE, NOFOLLOW_LINKS)));
    }

    /** Opens a file that is to be locked; makes it where it is missing. */
    public FileChannel lockable(String file) throws IOException {
        return channel(
                file,
                Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE, NOFOLLOW_LINKS));
    }

    @Override
    public void setMode(String file, int mode) throws IOException {
        if (!posix) {
            return;
        }
        try (SecureDirectoryStream<Path> folder = open(Layout.parent(file))) {
            folder.getFileAttributeView(leaf(file), PosixFileAttributeView.class, NOFOLLOW_LINKS)
                    .setPermissions(PosixBits.permissions(mode));
        }
    }

    @Override
    public void takeOwner(String path, String like) throws IOException {
        if (!posix) {
            return;
        }
        PosixFileAttributes wanted;
        try (SecureDirectoryStream<Path> folder = open(Layout.parent(like))) {
            wanted = view(folder, like).readAttributes();
        }
        try (SecureDirectoryStream<Path> folder = open(Layout.parent(path))) {
            PosixFileAttributeView view = ownersView(folder, path);
            PosixFileAttributes now = view.readAttributes();
            if (!now.owner().equals(wanted.owner())) {
                view.setOwner(wanted.owner());
            }
            if (!now.group().equals(wanted.group())) {
                view.setGroup(wanted.group());
            }
        } catch (FileSystemException notAllowed) {
            if (look(path).isEmpty()) {
                throw notAllowed;
            }
        }
    }

    /**
     * Java opens a file to change its owner, and a link cannot be opened: links, which are made in .parley, are
     * changed by name.
     */
    private PosixFileAttributeView ownersView(SecureDirectoryStream<Path> folder, String path) throws IOException {
        boolean link = path.startsWith(Layout.FOLDER + "/")
                && look(path).filter(f -> f.kind() == Kind.LINK).isPresent();
        return link
                ? Files.getFileAttributeView(root.resolve(path), PosixFileAttributeView.class, NOFOLLOW_LINKS)
                : view(folder, path);
    }

    private static PosixFileAttributeView view(SecureDirectoryStream<Path> folder, String path)
            throws FileSystemException {
        return folder.getFileAttributeView(
                path.isEmpty() || path.equals("/") ? HERE : leaf(path), PosixFileAttributeView.class, NOFOLLOW_LINKS);
    }

    /** Java cannot make a folder inside an open one, but it can move one there: made in .parley, then moved. */
    @Override
    public void makeFolder(String path, int mode) throws IOException {
        if (look(path).isPresent()) {
            throw new FileAlreadyExistsException(path);
        }
        if (path.equals(Layout.FOLDER)) {
            createByName(path, mode);
            return;
        }
        if (look(Layout.NEW_FOLDER).isPresent()) {
            deleteFolder(Layout.NEW_FOLDER);
        }
        createByName(Layout.NEW_FOLDER, mode);
        move(Layout.NEW_FOLDER, path);
    }

    private void createByName(String path, int mode) throws IOException {
        Files.createDirectory(root.resolve(path));
        if (posix) {
            try (SecureDirectoryStream<Path> folder = open(path)) {
                folder.getFileAttributeView(PosixFileAttributeView.class).setPermissions(PosixBits.permissions(mode));
            }
        }
    }

    @Override
    public void syncFolder(String path) throws IOException {
        if (!posix) {
            return; // Windows has no such thing: NTFS journals its names
        }
        try (SecureDirectoryStream<Path> folder = open(path);
                FileChannel channel = (FileChannel) folder.newByteChannel(HERE, Set.of(StandardOpenOption.READ))) {
            channel.force(true);
        }
    }

    /** Java links by name, so the linked file is compared with the entry at that name by handle. */
    @Override
    public boolean link(String file, String name) throws IOException {
        Optional<Object> identity = look(file).flatMap(Found::identity);
        if (identity.isEmpty()) {
            return false;
        }
        if (look(name).isPresent()) {
            throw new FileAlreadyExistsException(name);
        }
        try {
            Files.createLink(root.resolve(name), root.resolve(file));
        } catch (UnsupportedOperationException | FileSystemException notAllowed) {
            return false;
        }
        if (!look(name).flatMap(Found::identity).equals(identity)) {
            delete(name);
            throw new LinkInTheWay(file);
        }
        return true;
    }

    @Override
    public void move(String from, String to) throws IOException {
        try (SecureDirectoryStream<Path> source = open(Layout.parent(from));
                SecureDirectoryStream<Path> target = open(Layout.parent(to))) {
            source.move(leaf(from), target, leaf(to));
        }
    }

    @Override
    public void delete(String file) throws IOException {
        try (SecureDirectoryStream<Path> folder = open(Layout.parent(file))) {
            folder.deleteFile(leaf(file));
        }
    }

    @Override
    public void deleteFolder(String path) throws IOException {
        try (SecureDirectoryStream<Path> folder = open(Layout.parent(path))) {
            folder.deleteDirectory(leaf(path));
        }
    }

    @Override
    public boolean mayWrite(String folder) {
        return Files.isWritable(root.resolve(folder));
    }

    @Override
    public Set<String> mountPoints() throws IOException {
        return Mounts.below(root);
    }

    @Override
    public long usableSpace() {
        return root.toFile().getUsableSpace(); // a FileStore needs a table of mounts, which some containers do not have
    }

    @Override
    public void close() throws IOException {
        handle.close();
    }

    private FileChannel channel(String file, Set<? extends OpenOption> options) throws IOException {
        FileAttribute<?>[] attributes = posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixBits.permissions(0600))}
                : new FileAttribute<?>[0];
        try (SecureDirectoryStream<Path> folder = open(Layout.parent(file))) {
            return (FileChannel) folder.newByteChannel(leaf(file), options, attributes);
        }
    }

    private SecureDirectoryStream<Path> open(String path) throws IOException {
        boolean absolute = surroundings.isPresent() && path.startsWith("/");
        SecureDirectoryStream<Path> at = absolute ? top() : handle.newDirectoryStream(HERE);
        String below = absolute ? path.substring(1) : path;
        for (String segment : below.isEmpty() ? new String[0] : below.split("/")) {
            try (SecureDirectoryStream<Path> above = at) {
                at = enter(above, name(segment), path);
            }
        }
        return at;
    }

    @SuppressWarnings("StreamResourceLeak") // the caller closes it
    private SecureDirectoryStream<Path> top() throws IOException {
        return (SecureDirectoryStream<Path>) Files.newDirectoryStream(root.getRoot());
    }

    private static SecureDirectoryStream<Path> enter(SecureDirectoryStream<Path> above, Path name, String path)
            throws IOException {
        try {
            return above.newDirectoryStream(name, NOFOLLOW_LINKS);
        } catch (NoSuchFileException missing) {
            throw missing;
        } catch (FileSystemException e) {
            if (basic(above, name).isSymbolicLink()) {
                throw new LinkInTheWay(path);
            }
            throw e;
        }
    }

    private Found found(SecureDirectoryStream<Path> folder, Path name) throws IOException {
        BasicFileAttributes attributes = posix
                ? folder.getFileAttributeView(name, PosixFileAttributeView.class, NOFOLLOW_LINKS)
                        .readAttributes()
                : basic(folder, name);
        Kind kind = attributes.isSymbolicLink()
                ? Kind.LINK
                : attributes.isDirectory() ? Kind.FOLDER : attributes.isRegularFile() ? Kind.FILE : Kind.OTHER;
        int mode = attributes instanceof PosixFileAttributes p ? PosixBits.of(p.permissions()) : 0644;
        return new Found(kind, attributes.size(), mode, Optional.ofNullable(attributes.fileKey()));
    }

    private static BasicFileAttributes basic(SecureDirectoryStream<Path> folder, Path name) throws IOException {
        return folder.getFileAttributeView(name, BasicFileAttributeView.class, NOFOLLOW_LINKS)
                .readAttributes();
    }

    private static Path leaf(String path) throws FileSystemException {
        return name(Layout.name(path));
    }

    /**
     * One segment, never {@code ..}: the owner of the destination may have written the journal. A name that this Java
     * cannot spell in its locale (in the locale C: any that is not ASCII) does not exist for it.
     */
    private static Path name(String segment) throws FileSystemException {
        Path name;
        try {
            name = Path.of(segment);
        } catch (InvalidPathException e) {
            throw new NoSuchFileException(segment, null, "cannot be spelled in the locale of this Java");
        }
        boolean climbs = segment.isEmpty() || segment.equals(".") || segment.equals("..");
        if (climbs || name.getNameCount() != 1 || name.getRoot() != null) {
            throw new FileSystemException(segment, null, "a path that leaves the destination");
        }
        return name;
    }
}
