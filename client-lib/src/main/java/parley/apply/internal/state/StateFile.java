package parley.apply.internal.state;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import parley.apply.internal.disk.ApplyFailure;
import parley.apply.internal.disk.FileAccess;
import parley.apply.internal.disk.Layout;
import parley.apply.internal.disk.Sha256;
import parley.apply.internal.state.State.Installed;
import parley.apply.internal.state.State.LastUpdate;
import parley.message.Reason;
import parley.message.bundle.FileEntry;

/** Keeps a {@link State} at {@code .parley/state}; it is replaced completely and durably, or not at all. */
public final class StateFile {
    private static final String HEAD = "parley-state 2\n";
    private static final String NO_REASON = "succeeded";

    private final FileAccess files;

    public StateFile(FileAccess files) {
        this.files = files;
    }

    /** @throws ApplyFailure if the file is there and is not what Parley wrote */
    public State load() throws IOException, ApplyFailure {
        return load(Layout.STATE);
    }

    /** The state that an update which waits for its confirmation will leave. */
    public State loadPrepared() throws IOException, ApplyFailure {
        return load(Layout.NEXT_STATE);
    }

    private State load(String file) throws IOException, ApplyFailure {
        if (files.look(file).isEmpty()) {
            return State.NONE;
        }
        try (InputStream in = files.read(file)) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    public void save(State state) throws IOException {
        prepare(state);
        publish();
    }

    /** Writes the next state beside the current one; on return it is durable. */
    public void prepare(State state) throws IOException {
        if (files.look(Layout.NEXT_STATE).isPresent()) {
            files.delete(Layout.NEXT_STATE);
        }
        byte[] bytes = format(state).getBytes(StandardCharsets.UTF_8);
        try (FileAccess.Sink sink = files.create(Layout.NEXT_STATE)) {
            sink.write(bytes, 0, bytes.length);
            sink.sync();
        }
        files.syncFolder(Layout.FOLDER);
    }

    /** Makes the prepared state the current one; does nothing if that has happened already. */
    public void publish() throws IOException {
        if (files.look(Layout.NEXT_STATE).isPresent()) {
            files.move(Layout.NEXT_STATE, Layout.STATE);
        }
        files.syncFolder(Layout.FOLDER);
    }

    private static String format(State state) {
        StringBuilder text = new StringBuilder(HEAD);
        state.installed().ifPresent(now -> text.append("installed ")
                .append(now.since().toEpochMilli())
                .append(' ')
                .append(StoredText.origin(now.origin()))
                .append('\n'));
        state.highest().forEach((server, sequence) -> text.append("highest " + sequence + " " + StoredText.text(server))
                .append('\n'));
        state.last().ifPresent(last -> text.append("last ")
                .append(last.reason().map(Reason::name).orElse(NO_REASON))
                .append(' ')
                .append(StoredText.text(last.detail()))
                .append(' ')
                .append(last.at().toEpochMilli())
                .append(' ')
                .append(StoredText.target(last.target()))
                .append('\n'));
        state.managed().forEach((path, file) -> text.append("file " + StoredText.file(file) + " " + path)
                .append('\n'));
        state.foundFolders().forEach(path -> text.append("found " + path).append('\n'));
        state.followed().forEach((link, place) -> text.append("followed " + StoredText.text(place) + " " + link)
                .append('\n'));
        return text + "end " + Sha256.of(text.toString()).hex() + "\n";
    }

    private static State parse(String text) throws ApplyFailure {
        int end = text.lastIndexOf("end ");
        String body = end < 0 ? "" : text.substring(0, end);
        if (!body.startsWith(HEAD)
                || !text.substring(end).equals("end " + Sha256.of(body).hex() + "\n")) {
            throw new ApplyFailure(
                    Reason.INTERNAL,
                    "the state file " + Layout.STATE + " is damaged; move it away to let Parley start again here");
        }
        Optional<Installed> installed = Optional.empty();
        Optional<LastUpdate> last = Optional.empty();
        SortedMap<String, Long> highest = new TreeMap<>();
        SortedMap<String, FileEntry> managed = new TreeMap<>();
        SortedSet<String> found = new TreeSet<>();
        SortedMap<String, String> followed = new TreeMap<>();
        for (String line : body.substring(HEAD.length()).split("\n")) {
            String rest = line.substring(line.indexOf(' ') + 1);
            switch (line.split(" ", 2)[0]) {
                case "installed" ->
                    installed = Optional.of(new Installed(StoredText.origin(StoredText.rest(rest, 1)), instant(rest)));
                case "highest" ->
                    highest.put(StoredText.untext(StoredText.rest(rest, 1)), Long.parseLong(rest.split(" ", 2)[0]));
                case "last" -> last = Optional.of(last(rest));
                case "file" -> managed.put(StoredText.rest(rest, 3), StoredText.file(rest));
                case "found" -> found.add(rest);
                case "followed" -> followed.put(StoredText.rest(rest, 1), StoredText.untext(rest.split(" ", 2)[0]));
                default -> {} // written by a newer Parley, or the empty line of an empty body
            }
        }
        return new State(installed, managed, highest, last, found, followed);
    }

    private static LastUpdate last(String words) {
        String[] parts = words.split(" ", 4);
        Optional<Reason> reason = parts[0].equals(NO_REASON) ? Optional.empty() : Optional.of(Reason.valueOf(parts[0]));
        return new LastUpdate(StoredText.target(parts[3]), reason, StoredText.untext(parts[1]), instant(parts[2]));
    }

    private static Instant instant(String words) {
        return Instant.ofEpochMilli(Long.parseLong(words.split(" ", 2)[0]));
    }
}
