package parley.apply.internal.disk;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A folder by its name, for platforms without open folder handles (macOS, Windows). Each operation first checks that
 * the folder is still the one that was entered; a link that somebody puts there between that check and the operation
 * is not noticed.
 */
final class CheckedFolder implements SecureDirectoryStream<Path> {
    private final Path folder;
    private final Path real;

    CheckedFolder(Path folder) throws IOException {
        this.folder = folder.normalize();
        this.real = this.folder.toRealPath();
    }

    @Override
    public SecureDirectoryStream<Path> newDirectoryStream(Path name, LinkOption... options) throws IOException {
        Path child = at(name);
        if (!Files.exists(child, options)) {
            throw new NoSuchFileException(name.toString());
        }
        if (!Files.isDirectory(child, options)) {
            throw new NotDirectoryException(name.toString());
        }
        return new CheckedFolder(child);
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path name, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        return FileChannel.open(at(name), options, attributes);
    }

    @Override
    public void deleteFile(Path name) throws IOException {
        if (Files.isDirectory(at(name), NOFOLLOW_LINKS)) {
            throw new FileSystemException(name.toString(), null, "is a folder");
        }
        Files.delete(at(name));
    }

    @Override
    public void deleteDirectory(Path name) throws IOException {
        if (!Files.isDirectory(at(name), NOFOLLOW_LINKS)) {
            throw new NotDirectoryException(name.toString());
        }
        Files.delete(at(name));
    }

    @Override
    public void move(Path name, SecureDirectoryStream<Path> target, Path newName) throws IOException {
        Files.move(at(name), ((CheckedFolder) target).at(newName), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public <V extends FileAttributeView> V getFileAttributeView(Class<V> type) {
        return Files.getFileAttributeView(folder, type);
    }

    @Override
    public <V extends FileAttributeView> V getFileAttributeView(Path name, Class<V> type, LinkOption... options) {
        return Files.getFileAttributeView(folder.resolve(name).normalize(), type, options);
    }

    @Override
    public Iterator<Path> iterator() {
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> all = entries.collect(Collectors.toList());
            return all.iterator();
        } catch (IOException e) {
            throw new java.nio.file.DirectoryIteratorException(e);
        }
    }

    @Override
    public void close() {
        // nothing is held open
    }

    private Path at(Path name) throws IOException {
        BasicFileAttributeView view = Files.getFileAttributeView(folder, BasicFileAttributeView.class, NOFOLLOW_LINKS);
        if (!view.readAttributes().isDirectory() || !folder.toRealPath().equals(real)) {
            throw new LinkInTheWay(folder.toString());
        }
        return folder.resolve(name).normalize();
    }
}
