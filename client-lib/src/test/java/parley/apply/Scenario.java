package parley.apply;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import parley.apply.internal.backup.BackUpRetention;
import parley.apply.internal.destination.FollowingFiles;
import parley.apply.internal.destination.PathPolicy;
import parley.apply.internal.disk.ApplyFailure;
import parley.apply.internal.disk.Entries;
import parley.apply.internal.disk.FileAccess;
import parley.apply.internal.disk.Layout;
import parley.apply.internal.disk.Sha256;
import parley.apply.internal.disk.Tree;
import parley.apply.internal.journal.Deadline;
import parley.apply.internal.journal.Journal;
import parley.apply.internal.journal.JournalText;
import parley.apply.internal.journal.Recovery;
import parley.apply.internal.journal.Update;
import parley.apply.internal.plan.Plan;
import parley.apply.internal.plan.Planner;
import parley.apply.internal.state.State;
import parley.apply.internal.state.StateFile;
import parley.apply.internal.state.UpdateTarget;
import parley.apply.internal.transfer.Downloads;
import parley.message.Reason;
import parley.message.bundle.BundleRef;
import parley.message.bundle.Change;
import parley.message.bundle.Digest;
import parley.message.bundle.FileEntry;
import parley.message.bundle.Mode;
import parley.message.bundle.Mode.Kind;
import parley.message.platform.OperatingSystem;

/**
 * A destination in an old state and the changes that lead to a new one.
 *
 * @param old files that Parley wrote there before
 * @param foreign files that it did not
 * @param contents what the blobs of the changes hold
 * @param links what happens to links among the foreign files
 */
public record Scenario(
        String name,
        Map<String, Content> old,
        Map<String, Content> foreign,
        List<Change> changes,
        List<String> contents,
        OnLink links) {

    /** Files of this folder are beside the destination. */
    static final String OUTSIDE = "../outside";

    /** A file, or a link to {@code text}, or an empty folder. */
    record Content(String text, int mode, Kind kind) {
        Content(String text, int mode) {
            this(text, mode, Kind.FILE);
        }

        static Content link(String target) {
            return new Content(target, 0, Kind.LINK);
        }

        static Content folder() {
            return new Content("", Layout.PUBLIC, Kind.FOLDER);
        }

        FileEntry entry() {
            return switch (kind) {
                case FILE -> Scenario.entry(text, mode);
                case LINK -> Entries.link(text);
                case FOLDER -> FileEntry.folder();
            };
        }

        /** As a listing of {@link MemoryDisk} has it. */
        String line(String path) {
            return switch (kind) {
                case FILE -> path + String.format(" %04o ", mode) + text;
                case LINK -> path + " -> " + text;
                case FOLDER -> path + String.format("/ %04o", mode);
            };
        }
    }

    static final BackUpRetention KEEPING = new BackUpRetention(
            Clock.fixed(Instant.parse("2026-11-05T12:00:00Z"), ZoneOffset.UTC), BackUpLimits.STANDARD);

    /** The same an hour later. */
    static final BackUpRetention LATE =
            new BackUpRetention(Clock.offset(KEEPING.clock(), Duration.ofHours(1)), BackUpLimits.STANDARD);

    static final UpdateTarget TARGET = new UpdateTarget(
            "server-1", "offer-7", 1, new BundleRef("edge proxy", "2026.11", 42, Sha256.of("the bundle")));

    static Scenario of(String name) {
        return new Scenario(
                name, new TreeMap<>(), new TreeMap<>(), new ArrayList<>(), new ArrayList<>(), OnLink.REPLACE);
    }

    /** The same, with links followed. */
    Scenario following() {
        return new Scenario(name, old, foreign, changes, contents, OnLink.FOLLOW);
    }

    /** What the update sees of a disk. */
    FileAccess seen(FileAccess disk) {
        return links == OnLink.FOLLOW ? new FollowingFiles(disk, true) : disk;
    }

    public static FileEntry entry(String text, int mode) {
        return new FileEntry(Sha256.of(text), text.getBytes(StandardCharsets.UTF_8).length, new Mode(mode));
    }

    Scenario managed(String path, String text, int mode) {
        return managed(path, new Content(text, mode));
    }

    Scenario managed(String path, Content content) {
        old.put(path, content);
        return this;
    }

    Scenario foreign(String path, String text, int mode) {
        return foreign(path, new Content(text, mode));
    }

    Scenario foreign(String path, Content content) {
        foreign.put(path, content);
        return this;
    }

    Scenario add(String path, String text, int mode) {
        return add(path, new Content(text, mode));
    }

    Scenario add(String path, Content content) {
        return change(Change.add(path, content.entry()), content);
    }

    Scenario replace(String path, String text, int mode) {
        return replace(path, new Content(text, mode));
    }

    Scenario replace(String path, Content content) {
        return change(Change.replace(path, content.entry()), content);
    }

    private Scenario change(Change change, Content content) {
        contents.add(content.text());
        changes.add(change);
        return this;
    }

    /** What a change brings. */
    Optional<Content> brought(Change change) {
        return change.file().map(file -> switch (file.mode().kind()) {
            case FILE -> new Content(text(file), file.mode().bits());
            case LINK -> Content.link(text(file));
            case FOLDER -> Content.folder();
        });
    }

    private String text(FileEntry file) {
        return contents.stream()
                .filter(text -> Sha256.of(text).equals(file.sha256()))
                .findFirst()
                .orElseThrow();
    }

    Scenario remove(String path) {
        changes.add(Change.remove(path));
        return this;
    }

    /** The old state on a disk, with Parley's own state of an earlier update. */
    MemoryDisk disk() throws IOException {
        MemoryDisk disk = new MemoryDisk();
        fill(disk);
        return disk;
    }

    void fill(FileAccess files) throws IOException {
        Tree tree = new Tree(files);
        tree.makeFolder(Layout.FOLDER, Layout.PRIVATE);
        Map<String, Content> all = new TreeMap<>(foreign);
        old.forEach((path, content) -> all.put(landing(path), content));
        for (Map.Entry<String, Content> file : all.entrySet()) {
            for (String folder : Layout.parents(file.getKey())) {
                if (!folder.equals("..")) {
                    tree.makeFolder(onDisk(files, folder), Layout.PUBLIC);
                }
            }
            fill(files, onDisk(files, file.getKey()), file.getValue());
        }
        new StateFile(files).save(oldState());
        if (files instanceof MemoryDisk disk) {
            disk.syncAll();
        }
    }

    private static String onDisk(FileAccess files, String path) {
        return path.startsWith("../")
                ? Layout.child(
                        Layout.parent(files.surroundings().orElseThrow().destination()), path.substring("../".length()))
                : path;
    }

    /** Where a path leads: itself, or a path beside the destination if a followed link leads there. */
    String landing(String path) {
        for (String prefix = path; links == OnLink.FOLLOW && !prefix.isEmpty(); prefix = Layout.parent(prefix)) {
            Content content = foreign.get(prefix);
            if (content != null && content.kind() == Kind.LINK) {
                return content.text() + path.substring(prefix.length());
            }
        }
        return path;
    }

    private static void fill(FileAccess files, String path, Content content) throws IOException {
        switch (content.kind()) {
            case LINK -> files.makeLink(path, content.text());
            case FOLDER -> files.makeFolder(path, content.mode());
            case FILE -> {
                try (FileAccess.Sink sink = files.create(path)) {
                    byte[] bytes = content.text().getBytes(StandardCharsets.UTF_8);
                    sink.write(bytes, 0, bytes.length);
                    files.setMode(path, content.mode());
                    sink.sync();
                }
            }
        }
    }

    State oldState() {
        Map<String, FileEntry> managed = new TreeMap<>();
        old.forEach((path, content) -> managed.put(path, content.entry()));
        UpdateTarget before = new UpdateTarget(
                "server-1", "offer-6", 1, new BundleRef("edge proxy", "2026.10", 41, Sha256.of("the bundle before")));
        return State.NONE.applied(before, managed, KEEPING.clock().instant());
    }

    private boolean isOutside(String path) {
        return path.startsWith(OUTSIDE);
    }

    /** What both together are, as an inventory would say. */
    Map<String, FileEntry> inventory() {
        Map<String, FileEntry> all = new TreeMap<>(oldState().managed());
        foreign.forEach((path, content) -> all.put(path, content.entry()));
        all.keySet().removeIf(this::isOutside);
        changes.stream()
                .map(Change::path)
                .filter(path -> !landing(path).equals(path))
                .forEach(path -> {
                    all.put(path, behindLink(path));
                    all.remove(landing(path)); // nobody looks at what neither the bundle nor Parley's memory names
                });
        all.values().removeIf(Objects::isNull);
        return all;
    }

    private FileEntry behindLink(String path) {
        Content content = old.getOrDefault(path, foreign.get(landing(path)));
        return content == null ? null : content.entry();
    }

    State newState() {
        Map<String, FileEntry> managed = new TreeMap<>(oldState().managed());
        changes.forEach(change -> change.file()
                .ifPresentOrElse(file -> managed.put(change.path(), file), () -> managed.remove(change.path())));
        return oldState().applied(TARGET, managed, KEEPING.clock().instant());
    }

    /** How an update goes on once the run command has been started. */
    enum Course {
        COMMIT,
        ROLL_BACK,
        /** It is left open, and confirmed in time. */
        CONFIRM,
        /** It is left open, and nobody confirms it. */
        TIME_OUT
    }

    /** The whole update, as DirectoryUpdate does it. */
    void apply(FileAccess disk, Course course) throws IOException, ApplyFailure {
        FileAccess files = seen(disk);
        Recovery.recover(files, LATE);
        State state = new StateFile(files).load();
        Plan plan = new Planner(files, new PathPolicy(OperatingSystem.LINUX, OperatingSystem.ALL), state, inventory())
                .links(links)
                .plan(TARGET, changes);
        Downloads downloads = new Downloads(files);
        for (String text : contents) {
            try {
                download(downloads, text);
            } catch (ApplyFailure garbledByPowerLoss) {
                download(downloads, text);
            }
        }
        try (Update update = Update.begin(files, plan, KEEPING, new Random(7))) {
            update.stage();
            update.backUp();
            update.swap();
            update.running();
            switch (course) {
                case COMMIT -> {
                    update.commit(newState().withFollowed(plan.followed()));
                    update.finish();
                }
                case ROLL_BACK -> {
                    update.rollBack();
                    Instant now = KEEPING.clock().instant();
                    update.drop(state.rolledBack(TARGET, Reason.CHECK_FAILED, "exit 1", now), false);
                }
                case CONFIRM, TIME_OUT ->
                    update.hold(
                            newState().withFollowed(plan.followed()),
                            Deadline.after(
                                    Duration.ofMinutes(10), KEEPING.clock().instant()));
            }
        }
        if (course == Course.CONFIRM) {
            confirm(files);
        } else if (course == Course.TIME_OUT) {
            Recovery.recover(files, LATE);
        }
    }

    /** Commits the update that waits for its confirmation. */
    static void confirm(FileAccess files) throws IOException, ApplyFailure {
        JournalText.Story story = Journal.read(files).orElseThrow();
        try (Update update = Update.resume(files, story, KEEPING)) {
            update.commitHeld();
            update.finish();
        }
    }

    private static void download(Downloads downloads, String text) throws IOException, ApplyFailure {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Digest blob = Sha256.of(text);
        int have = (int) downloads.have(blob, bytes.length);
        if (have < bytes.length) {
            try (FileAccess.Sink sink = downloads.open(blob)) {
                sink.write(bytes, have, bytes.length - have);
                sink.sync();
            }
        }
        if (bytes.length > 0) {
            downloads.verify(blob, bytes.length);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
