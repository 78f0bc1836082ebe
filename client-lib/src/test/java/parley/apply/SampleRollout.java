package parley.apply;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import parley.apply.internal.disk.Entries;
import parley.apply.internal.disk.Layout;
import parley.client.Applied;
import parley.client.Applying;
import parley.client.BlobSink;
import parley.client.UpdateFailedException;
import parley.client.UpdateHandler;
import parley.message.Agreed;
import parley.message.Answer;
import parley.message.ApplyMode;
import parley.message.Decision;
import parley.message.Inventory;
import parley.message.Offer;
import parley.message.Severity;
import parley.message.Terms;
import parley.message.bundle.BundleDiff;
import parley.message.bundle.BundleDigest;
import parley.message.bundle.BundleRef;
import parley.message.bundle.Change;
import parley.message.bundle.FileEntry;

/** Plays client and server for a handler: offers it a bundle and takes it through the calls in their order. */
public final class SampleRollout {
    final Map<String, String> texts = new TreeMap<>();
    final Map<String, FileEntry> bundle = new TreeMap<>();
    private Map<String, FileEntry> managedBefore = Map.of();
    private long sequence = 1;
    private boolean downgrade;
    private Optional<Duration> confirm = Optional.empty();

    static final Applying NOT_CANCELLED = applying(() -> {}, false);

    static Applying applying(Runnable checking, boolean cancelled) {
        return new Applying() {
            @Override
            public void checking() {
                checking.run();
            }

            @Override
            public boolean cancelled() {
                return cancelled;
            }
        };
    }

    public SampleRollout with(String path, String text, int mode) {
        bundle.put(path, Scenario.entry(text, mode));
        texts.put(bundle.get(path).sha256().hex(), text);
        return this;
    }

    SampleRollout withLink(String path, String target) {
        bundle.put(path, Entries.link(target));
        texts.put(bundle.get(path).sha256().hex(), target);
        return this;
    }

    SampleRollout withFolder(String path) {
        bundle.put(path, FileEntry.folder());
        return this;
    }

    SampleRollout without(String path) {
        bundle.remove(path);
        return this;
    }

    /** A next bundle, which starts as this one. */
    SampleRollout next() {
        SampleRollout next = new SampleRollout();
        next.bundle.putAll(bundle);
        next.texts.putAll(texts);
        next.managedBefore = new TreeMap<>(bundle);
        next.sequence = sequence + 1;
        return next;
    }

    SampleRollout sequence(long number, boolean downgradeAllowed) {
        sequence = number;
        downgrade = downgradeAllowed;
        return this;
    }

    /** The update has to be confirmed within that time. */
    SampleRollout confirm(Duration within) {
        confirm = Optional.of(within);
        return this;
    }

    /** As the server makes it: what differs, and removals of what the bundle before had. */
    Offer offer(UpdateHandler handler) throws UpdateFailedException {
        Map<String, FileEntry> have = new TreeMap<>(inventory(handler).files());
        have.keySet().removeIf(path -> !bundle.containsKey(path) && !managedBefore.containsKey(path));
        return offer(BundleDiff.between(have, bundle));
    }

    /** What the handler has, asked as a server asks: for what it left out besides. */
    private Inventory inventory(UpdateHandler handler) throws UpdateFailedException {
        Inventory first = handler.inventory();
        if (!first.partial()) {
            return first;
        }
        Set<String> paths = new TreeSet<>(bundle.keySet());
        paths.addAll(managedBefore.keySet());
        paths.removeAll(first.files().keySet());
        return handler.inventory(List.copyOf(paths));
    }

    Offer offer(List<Change> changes) {
        BundleRef ref = new BundleRef("edge proxy", "v" + sequence, sequence, BundleDigest.of(bundle));
        Terms plain = Terms.plain();
        Terms terms = new Terms(
                Severity.MANDATORY,
                plain.deferUntil(),
                plain.window(),
                plain.deadline(),
                false,
                downgrade,
                ApplyMode.AT_ONCE,
                confirm);
        return new Offer("offer-" + sequence, 1, ref, changes, terms, "");
    }

    static Agreed agreed(Offer offer) {
        return new Agreed(
                offer.offer(),
                offer.changes(),
                offer.changes().stream().mapToLong(Change::bytes).sum());
    }

    void download(UpdateHandler handler, Offer offer) throws UpdateFailedException, IOException {
        Map<String, FileEntry> blobs = new LinkedHashMap<>();
        offer.changes().forEach(change -> change.file()
                .ifPresent(file -> blobs.put(file.sha256().hex(), file)));
        for (FileEntry blob : blobs.values()) {
            if (blob.size() > 0) {
                byte[] bytes = texts.get(blob.sha256().hex()).getBytes(StandardCharsets.UTF_8);
                try (BlobSink sink = handler.open(offer, agreed(offer), blob)) {
                    int from = (int) sink.offset();
                    if (from < bytes.length) {
                        sink.write(bytes, from, bytes.length - from);
                    }
                    sink.complete();
                }
            }
        }
    }

    public Applied rollOut(UpdateHandler handler) throws UpdateFailedException, IOException {
        handler.recover();
        Offer offer = offer(handler);
        Answer answer = handler.decide(offer);
        if (answer.decision() != Decision.ACCEPT) {
            return Applied.failed(answer.reason().orElseThrow(), answer.detail().orElse(""), "");
        }
        download(handler, offer);
        handler.staged(offer, agreed(offer));
        return handler.apply(offer, agreed(offer), NOT_CANCELLED);
    }

    /** Every file and folder below, one line each: mode, path and, for files, the text. Without .parley. */
    static List<String> listing(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> !path.equals(folder) && !path.startsWith(folder.resolve(Layout.FOLDER)))
                    .sorted()
                    .map(path -> line(folder, path))
                    .toList();
        }
    }

    private static String line(Path folder, Path path) {
        try {
            if (Files.isSymbolicLink(path)) {
                return "link " + folder.relativize(path) + " -> " + Files.readSymbolicLink(path);
            }
            String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
            String name = folder.relativize(path).toString();
            return Files.isDirectory(path)
                    ? mode + " " + name + "/"
                    : mode + " " + name + ": " + Files.readString(path);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static List<String> leftovers(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder.resolve(Layout.FOLDER))) {
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> !name.equals("state")
                            && !name.equals("lock")
                            && !name.equals("kept")
                            && !name.equals("written"))
                    .toList();
        }
    }
}
