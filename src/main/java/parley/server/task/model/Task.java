package parley.server.task.model;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import parley.message.TaskState;
import parley.message.json.Word;
import parley.server.storage.TextMapConverter;
import parley.server.task.decide.Barrier;
import parley.server.task.decide.Policy;
import parley.server.task.decide.TaskOutcome;

/** One update campaign. It only ever moves forward: a terminal task never reopens. */
@Entity
@Table(name = "task")
public class Task {

    @Id
    private String id;

    private String name;
    private String notes;

    @Convert(converter = TextMapConverter.class)
    private Map<String, String> labels;

    /** The stored text of the labels, for searches. */
    @Column(name = "labels", insertable = false, updatable = false)
    @SuppressWarnings("UnusedVariable") // a column that queries read
    private @Nullable String labelText;

    private TaskState state;

    @SuppressWarnings("UnusedVariable") // a column that queries read
    private boolean ended;

    private @Nullable String outcome;
    private @Nullable String reason;

    @Convert(converter = PolicyConverter.class)
    private Policy policy;

    @Column(name = "created_at")
    private Instant created;

    @Column(name = "created_by")
    private String createdBy;

    @Column(name = "start_at")
    private @Nullable Instant startAt;

    @Column(name = "opened_at")
    private @Nullable Instant opened;

    @Column(name = "expires_at")
    private @Nullable Instant expires;

    @Column(name = "deadline_at")
    private @Nullable Instant deadline;

    @Column(name = "ended_at")
    private @Nullable Instant endedAt;

    @Column(name = "deleted_by")
    private @Nullable String deletedBy;

    @Column(name = "paused_by")
    private @Nullable String pausedBy;

    @Column(name = "resumed_at")
    private @Nullable Instant resumed;

    @Column(name = "released_at")
    private @Nullable Instant released;

    private @Nullable Integer wave;

    @Column(name = "wave_met_at")
    private @Nullable Instant waveMet;

    @Column(name = "released_wave")
    private int releasedWave;

    private @Nullable Long sequence;

    @Column(name = "made_after")
    private long madeAfter;

    @Column(name = "older_allowed")
    private boolean olderAllowed;

    private @Nullable String undoes;

    @Column(name = "undone_by")
    private @Nullable String undoneBy;

    @Column(name = "undo_due")
    private boolean undoDue;

    @Version
    private long version;

    protected Task() {}

    /** @param madeAfter the last number in the order of starts */
    public Task(String id, TaskDraft draft, Instant created, String createdBy, long madeAfter) {
        this.id = id;
        this.name = draft.name();
        this.notes = draft.notes();
        this.labels = draft.labels();
        this.policy = draft.policy();
        this.startAt = draft.startAt().orElse(null);
        this.madeAfter = madeAfter;
        this.created = created;
        this.createdBy = createdBy;
        this.state = TaskState.DRAFT;
    }

    public void open(Instant now, long number) {
        state = TaskState.OPEN;
        sequence = number;
        opened = now;
        startAt = null;
        reason = null;
        expires = now.plus(policy.expiresIn());
        deadline = now.plus(policy.deadlineIn());
        wave = policy.waves().isPresent() ? 1 : null;
    }

    /** Its content may replace content that was started before the task was made. */
    public void allowOlder() {
        olderAllowed = true;
    }

    /** This task takes clients of that one back to what they had before. */
    public void undo(Task first) {
        undoes = first.id;
        first.undoneBy = id;
        first.undoDue = false;
    }

    /** The server has to undo it by itself, or has not any more. */
    public void undoDue(boolean due) {
        undoDue = due;
    }

    /** The draft says this from now on; its targets are rows of their own. */
    public void edit(TaskDraft wanted) {
        name = wanted.name();
        notes = wanted.notes();
        labels = wanted.labels();
        policy = wanted.policy();
        startAt = wanted.startAt().orElse(null);
        reason = null;
    }

    /** It could not start by itself, and does not try it again. */
    public void keepDraft(String why) {
        startAt = null;
        reason = why;
    }

    /** The draft got other targets: what was started until now is not newer than they are. */
    public void retarget(long lastSequence) {
        madeAfter = lastSequence;
        olderAllowed = false;
    }

    public void pause(PausedBy who, String why) {
        state = TaskState.PAUSED;
        pausedBy = who.word();
        reason = why;
    }

    public void resume(Instant now) {
        state = TaskState.OPEN;
        pausedBy = null;
        reason = null;
        resumed = now;
    }

    /** Those that apply together may: all, or with waves those of the waves that are open. */
    public void release(Instant now) {
        released = now;
        releasedWave = wave().orElse(0);
    }

    public void openWave(int number) {
        wave = number;
        waveMet = null;
    }

    /** Enough clients of the open wave have succeeded; empty: they have not any more. */
    public void markWaveMet(Optional<Instant> since) {
        waveMet = since.orElse(null);
    }

    /** What blocks all of its clients now; waves are not covered. */
    public Barrier barrier(Instant now) {
        return Barrier.ofAll(policy, released(), now);
    }

    /** What stands before this client now. */
    public Barrier barrier(Client client, Instant now) {
        return new Barrier(policy, released(client), client.placed(), now);
    }

    public void end(TaskState how, Optional<TaskOutcome> result, Optional<String> why, Instant now) {
        state = how;
        ended = true;
        outcome = result.map(TaskOutcome::word).orElse(null);
        reason = why.orElse(null);
        endedAt = now;
        pausedBy = null;
    }

    /** Takes it out of sight; its rows are removed afterwards. */
    public void delete(String actor) {
        deletedBy = actor;
    }

    public boolean isDeleted() {
        return deletedBy != null;
    }

    /** Grows with every change of the task itself. */
    public long version() {
        return version;
    }

    public String id() {
        return id;
    }

    public String name() {
        return name;
    }

    public String notes() {
        return notes;
    }

    /** Of the task itself, not of its clients. */
    public Map<String, String> labels() {
        return labels;
    }

    public TaskState state() {
        return state;
    }

    public Optional<TaskOutcome> outcome() {
        return Optional.ofNullable(outcome).flatMap(word -> Word.of(TaskOutcome.class, word));
    }

    /** Why the task is paused, has ended, or did not start by itself, as a text. */
    public Optional<String> reason() {
        return Optional.ofNullable(reason);
    }

    public Policy policy() {
        return policy;
    }

    public Instant created() {
        return created;
    }

    public String createdBy() {
        return createdBy;
    }

    /** When the draft starts by itself; empty: an operator starts it, or it has started. */
    public Optional<Instant> startAt() {
        return Optional.ofNullable(startAt);
    }

    public Optional<Instant> opened() {
        return Optional.ofNullable(opened);
    }

    /** Until when its tokens admit new clients; empty before it is opened. */
    public Optional<Instant> expires() {
        return Optional.ofNullable(expires);
    }

    /** When a client that has not finished is timed out; empty before the task is opened. */
    public Optional<Instant> deadline() {
        return Optional.ofNullable(deadline);
    }

    /** Who has paused it; empty while it is not paused. */
    public Optional<PausedBy> pausedBy() {
        return Optional.ofNullable(pausedBy).flatMap(word -> Word.of(PausedBy.class, word));
    }

    /** When it was last resumed; empty if it never was. */
    public Optional<Instant> resumed() {
        return Optional.ofNullable(resumed);
    }

    /** When its clients that apply together were released; empty before. */
    public Optional<Instant> released() {
        return Optional.ofNullable(released);
    }

    /** The same for one client, whose wave may be another. */
    public Optional<Instant> released(Client client) {
        boolean itsTurn =
                wave == null || client.wave().filter(its -> its <= releasedWave).isPresent();
        return itsTurn ? released() : Optional.empty();
    }

    /** Up to which wave its clients were let go that apply together. */
    public int releasedWave() {
        return releasedWave;
    }

    /** The wave that is open; empty before the start, and for a task without waves. */
    public Optional<Integer> wave() {
        return Optional.ofNullable(wave);
    }

    /** Since when enough clients of the open wave have succeeded; empty: they have not. */
    public Optional<Instant> waveMet() {
        return Optional.ofNullable(waveMet);
    }

    /** Its place in the order of starts: a later start has a greater number; empty before the start. */
    public Optional<Long> sequence() {
        return Optional.ofNullable(sequence);
    }

    /**
     * The place in the order of starts after which other tasks are newer than this content.
     *
     * @param lastStart the last start of a task that had this content; empty: there was none
     */
    public long newerSince(Optional<Long> lastStart) {
        return lastStart
                .map(start -> olderAllowed ? Math.max(start, madeAfter) : start)
                .orElse(madeAfter);
    }

    /** The id of the task whose clients this one takes back to what they had before. */
    public Optional<String> undoes() {
        return Optional.ofNullable(undoes);
    }

    /** The id of the task that takes the clients of this one back. */
    public Optional<String> undoneBy() {
        return Optional.ofNullable(undoneBy);
    }

    /** Whether the server has still to undo it by itself. */
    public boolean isUndoDue() {
        return undoDue;
    }

    public Optional<Instant> endedAt() {
        return Optional.ofNullable(endedAt);
    }
}
