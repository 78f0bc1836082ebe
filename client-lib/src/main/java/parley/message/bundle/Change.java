package parley.message.bundle;

import java.util.List;
import java.util.Optional;
import parley.message.json.MemberWriter;
import parley.message.json.Members;
import parley.message.json.MessageException;
import parley.message.json.Shape;

/**
 * One change of an offer, for one path. {@code file} is what will be there; it is empty only with
 * {@link Action#REMOVE}. In JSON its members are beside {@code path} and {@code action}.
 */
public record Change(String path, Action action, Optional<FileEntry> file) {

    public static final Shape SHAPE = Shape.of("path", "action").and(FileEntry.SHAPE);

    /** @throws IllegalArgumentException when the path breaks the rules, or file and action do not fit */
    public Change {
        BundlePath.check(path);
        if (file.isPresent() == (action == Action.REMOVE)) {
            throw new IllegalArgumentException(
                    action == Action.REMOVE ? "a removal with a file" : "a change without its file");
        }
    }

    /** A path that will be there for the first time. */
    public static Change add(String path, FileEntry file) {
        return new Change(path, Action.ADD, Optional.of(file));
    }

    /** A path that will have another content. */
    public static Change replace(String path, FileEntry file) {
        return new Change(path, Action.REPLACE, Optional.of(file));
    }

    /** A path that will be removed. */
    public static Change remove(String path) {
        return new Change(path, Action.REMOVE, Optional.empty());
    }

    /** The bytes that the change brings: the file's size, 0 for a removal. */
    public long bytes() {
        return file.map(FileEntry::size).orElse(0L);
    }

    public static List<Change> readAll(Members in) throws MessageException {
        return in.list("changes", Change.class);
    }

    public static void writeAll(List<Change> changes, MemberWriter out) {
        out.objects("changes", changes, Change::write);
    }

    public static Change read(Members in) throws MessageException {
        String path = in.text("path");
        Action action = in.word("action", Action.class);
        return new Change(path, action, action == Action.REMOVE ? Optional.empty() : Optional.of(FileEntry.read(in)));
    }

    private void write(MemberWriter out) {
        out.text("path", path).word("action", action);
        file.ifPresent(f -> f.write(out));
    }
}
