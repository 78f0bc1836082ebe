package parley.message;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import parley.message.bundle.BundlePath;
import parley.message.bundle.Digest;
import parley.message.bundle.FileEntry;
import parley.message.json.MemberWriter;
import parley.message.json.Members;
import parley.message.json.MessageException;
import parley.message.json.Numbers;
import parley.message.json.Shape;

/**
 * What the client has. It may leave out files that the server has not asked for yet: then it is partial, and the
 * server may ask about further paths ({@link LookAt}).
 *
 * @param bundle the digest of the bundle that Parley last applied here
 * @param sequence the highest sequence of an offer from this server that Parley ever applied here
 * @param files what is there, by path, sorted by path bytes
 * @param modified paths that differ from what Parley last wrote there
 * @param policy the client's own policy, as words
 * @param partial whether other files may be there too; if not, there is nothing at a path that is in none of the lists
 * @param unable why the client cannot say what it has: then all else is empty, and the client leaves
 */
public record Inventory(
        Optional<Digest> bundle,
        Optional<Long> sequence,
        Map<String, FileEntry> files,
        List<String> modified,
        Map<String, String> policy,
        boolean partial,
        Optional<Inability> unable)
        implements Message {

    /** Words of the client's own policy; more are refused with code 23. */
    public static final int MAX_POLICY = 64;

    static final Shape SHAPE = Shape.of("bundle", "sequence", "partial")
            .objectsByName("files", FileEntry.SHAPE, FileEntry::read)
            .texts("modified")
            .textsByName("policy", MAX_POLICY)
            .object("unable", Inability.SHAPE);

    /** @throws IllegalArgumentException when a path breaks the rules of {@link BundlePath} */
    public Inventory {
        Objects.requireNonNull(bundle);
        sequence.ifPresent(s -> Numbers.checkCount("sequence", s));
        files.keySet().forEach(BundlePath::check);
        TreeMap<String, FileEntry> sorted = new TreeMap<>(BundlePath.ORDER);
        sorted.putAll(files);
        files = Collections.unmodifiableSortedMap(sorted);
        modified = List.copyOf(modified);
        modified.forEach(BundlePath::check);
        Objects.requireNonNull(unable);
        policy = Collections.unmodifiableSortedMap(new TreeMap<>(policy));
    }

    /** An inventory that leaves nothing out. */
    public Inventory(
            Optional<Digest> bundle,
            Optional<Long> sequence,
            Map<String, FileEntry> files,
            List<String> modified,
            Map<String, String> policy) {
        this(bundle, sequence, files, modified, policy, false, Optional.empty());
    }

    /** An inventory that may leave files out. */
    public Inventory(
            Optional<Digest> bundle,
            Optional<Long> sequence,
            Map<String, FileEntry> files,
            List<String> modified,
            Map<String, String> policy,
            boolean partial) {
        this(bundle, sequence, files, modified, policy, partial, Optional.empty());
    }

    /** From a machine that cannot say what it has. */
    public static Inventory unable(Reason reason, String detail) {
        return new Inventory(
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                List.of(),
                Map.of(),
                false,
                Optional.of(new Inability(reason, detail)));
    }

    /** The same, marked as complete. */
    public Inventory complete() {
        return new Inventory(bundle, sequence, files, modified, policy);
    }

    /** A machine on which Parley never applied anything and that has no files. */
    public static Inventory empty() {
        return new Inventory(Optional.empty(), Optional.empty(), Map.of(), List.of(), Map.of());
    }

    static Inventory read(Members in) throws MessageException {
        return new Inventory(
                in.optional("bundle", name -> Digest.read(name, in)),
                in.optional("sequence", in::count),
                in.map("files", FileEntry.class),
                in.list("modified", String.class),
                in.map("policy", String.class),
                in.has("partial") && in.bool("partial"),
                in.optional("unable", name -> in.object(name, Inability::read)));
    }

    void write(MemberWriter out) {
        bundle.ifPresent(digest -> out.text("bundle", digest.text()));
        sequence.ifPresent(s -> out.integer("sequence", s));
        out.object("files", o -> files.forEach((path, file) -> o.object(path, file::write)))
                .texts("modified", modified)
                .texts("policy", policy);
        if (partial) {
            out.bool("partial", true);
        }
        unable.ifPresent(why -> out.object("unable", why::write));
    }
}
