package parley.apply.internal.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.random.RandomGenerator;
import parley.apply.internal.disk.ApplyFailure;
import parley.apply.internal.disk.FileAccess;
import parley.apply.internal.disk.Layout;
import parley.apply.internal.plan.Plan;

/**
 * The journal of one update: the plan, then a line per phase reached; append-only, each line checksummed and on stable
 * storage before {@link #reached} returns. Not thread-safe.
 */
public final class Journal implements AutoCloseable {
    private final FileAccess.Sink sink;
    private final JournalText.Writer text;
    private boolean torn;

    private Journal(FileAccess.Sink sink, JournalText.Writer text) {
        this.sink = sink;
        this.text = text;
    }

    /** Starts a journal; on return plan and phase PLANNED are durable. */
    public static Journal start(FileAccess files, Plan plan, RandomGenerator random) throws IOException {
        Journal journal = new Journal(
                files.create(Layout.JOURNAL), new JournalText.Writer(String.format("%016x", random.nextLong()), 0));
        try {
            journal.write(journal.text.plan(plan));
            journal.reached(Phase.PLANNED);
            files.syncFolder(Layout.FOLDER);
        } catch (IOException e) {
            journal.close();
            throw e;
        }
        return journal;
    }

    /** The content of the journal of an interrupted update; empty if there is none, or none with a complete plan. */
    public static Optional<JournalText.Story> read(FileAccess files) throws IOException, ApplyFailure {
        if (files.look(Layout.JOURNAL).isEmpty()) {
            return Optional.empty();
        }
        try (var in = files.read(Layout.JOURNAL)) {
            return JournalText.parse(in.readAllBytes());
        }
    }

    /** Goes on with an existing journal. */
    static Journal resume(FileAccess files, JournalText.Story story) throws IOException {
        Journal journal = new Journal(files.append(Layout.JOURNAL), new JournalText.Writer(story.id(), story.lines()));
        journal.torn = story.torn();
        return journal;
    }

    /** On return it is durable that the update has reached {@code phase}; after a failure it may be durable or not. */
    public void reached(Phase phase) throws IOException {
        note(phase.word());
    }

    /** As {@link #reached}, for the phase CONFIRMING and the time that is left for it. */
    void confirming(Deadline deadline) throws IOException {
        note(Phase.CONFIRMING.word() + " " + deadline.words());
    }

    private void note(String words) throws IOException {
        String line = text.line(words);
        try {
            write(torn ? "\n" + line : line);
            sink.sync();
            torn = false;
        } catch (IOException e) {
            text.takeBack();
            torn = true;
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        sink.close();
    }

    private void write(String lines) throws IOException {
        byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
        sink.write(bytes, 0, bytes.length);
    }
}
