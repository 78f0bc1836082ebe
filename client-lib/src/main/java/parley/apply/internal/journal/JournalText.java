package parley.apply.internal.journal;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import parley.apply.internal.disk.ApplyFailure;
import parley.apply.internal.disk.Layout;
import parley.apply.internal.disk.Sha256;
import parley.apply.internal.plan.Plan;
import parley.apply.internal.plan.Plan.OldFolder;
import parley.apply.internal.plan.Plan.Put;
import parley.apply.internal.state.StoredText;
import parley.apply.internal.state.UpdateTarget;
import parley.message.Reason;

/**
 * The text of a journal. A line is {@code id SP number SP check SP words LF}: the id is the journal's own, lines count
 * from 0, and check is the first 16 hexadecimal digits of SHA-256 over {@code id SP number SP words}.
 *
 * <p>A line with a wrong check was torn when the machine stopped, and counts as never written, because nothing is done
 * because of a line before it is durable. The next line gets its number, as does the line after one that could not be
 * synced: of two lines with one number the later one counts. A missing number means damage: then {@link #parse}
 * refuses.
 */
public final class JournalText {
    private static final String VERSION = "2 ";
    private static final Map<String, Phase> PHASES =
            Arrays.stream(Phase.values()).collect(Collectors.toMap(Phase::word, Function.identity()));

    private JournalText() {}

    /**
     * What a journal says; {@code ran}: the phase RUN is in it; {@code torn}: its last line has no end;
     * {@code deadline}: that of the phase CONFIRMING, if it is in it.
     */
    public record Story(
            String id, int lines, boolean torn, Plan plan, Phase phase, boolean ran, Optional<Deadline> deadline) {

        /** While it waits for its confirmation: the end of the time for that. */
        public Optional<Instant> confirmUntil() {
            return deadline.filter(d -> phase == Phase.CONFIRMING).map(Deadline::until);
        }
    }

    /** Numbers and checks the lines of one journal. */
    public static final class Writer {
        private final String id;
        private int next;

        public Writer(String id, int next) {
            this.id = id;
            this.next = next;
        }

        public String line(String words) {
            String number = Integer.toString(next++);
            return id + " " + number + " " + check(id, number, words) + " " + words + "\n";
        }

        /** The last line did not get to the disk; the next one has its number. */
        void takeBack() {
            next--;
        }

        public String plan(Plan plan) {
            StringBuilder text = new StringBuilder(line("begin " + VERSION + StoredText.target(plan.target())));
            plan.followed()
                    .forEach((link, place) -> text.append(line("follow " + StoredText.text(place) + " " + link)));
            plan.inPlace().forEach(path -> text.append(line("inplace " + path)));
            plan.oldFolders().forEach(f -> text.append(line("tidy " + StoredText.mode(f.mode()) + " " + f.path())));
            plan.removals().forEach(path -> text.append(line("remove " + path)));
            plan.newFolders().forEach(path -> text.append(line("folder " + path)));
            plan.puts()
                    .forEach(put -> text.append(line(
                            (put.replaces() ? "replace " : "add ") + StoredText.file(put.file()) + " " + put.path())));
            return text.toString();
        }
    }

    /**
     * Reads a journal as far as it goes.
     *
     * @return empty if it does not hold a complete plan: then nothing outside .parley was touched
     * @throws ApplyFailure if a line in the middle is lost
     */
    static Optional<Story> parse(byte[] bytes) throws ApplyFailure {
        String text = new String(bytes, StandardCharsets.UTF_8);
        List<String> lines = new ArrayList<>();
        String id = "";
        for (String line : text.split("\n")) {
            String[] parts = line.split(" ", 4);
            if (parts.length < 4 || !check(parts[0], parts[1], parts[3]).equals(parts[2])) {
                continue;
            }
            int number = Integer.parseInt(parts[1]);
            if (number > lines.size() || !(id.isEmpty() || id.equals(parts[0]))) {
                return refuseUnlessHarmless(parts[3], text);
            }
            id = parts[0];
            lines.subList(number, lines.size()).clear();
            lines.add(parts[3]);
        }
        return story(id, lines, !text.isEmpty() && !text.endsWith("\n"));
    }

    /** The plan is one write, so a gap inside it, without any later phase, is a torn write. */
    private static Optional<Story> refuseUnlessHarmless(String words, String text) throws ApplyFailure {
        boolean begun = Arrays.stream(Phase.values())
                .filter(phase -> phase != Phase.PLANNED)
                .anyMatch(phase -> text.contains(" " + phase.word() + "\n"));
        Phase phase = PHASES.get(words.split(" ", 2)[0]);
        if (begun || phase != null && phase != Phase.PLANNED) {
            throw damaged();
        }
        return Optional.empty();
    }

    private static ApplyFailure damaged() {
        return new ApplyFailure(
                Reason.INTERNAL,
                "the journal " + Layout.JOURNAL + " is damaged; nothing was touched. The files that the interrupted"
                        + " update replaced are in " + Layout.BACKUP);
    }

    private static Optional<Story> story(String id, List<String> lines, boolean torn) throws ApplyFailure {
        Optional<Phase> phase = Optional.empty();
        Optional<Deadline> deadline = Optional.empty();
        @Nullable UpdateTarget target = null;
        List<Put> puts = new ArrayList<>();
        List<String> removals = new ArrayList<>();
        List<String> newFolders = new ArrayList<>();
        List<OldFolder> oldFolders = new ArrayList<>();
        SortedMap<String, String> followed = new TreeMap<>();
        SortedSet<String> inPlace = new TreeSet<>();
        for (String line : lines) {
            String[] words = line.split(" ", 2);
            if (PHASES.containsKey(words[0])) {
                phase = Optional.of(PHASES.get(words[0]));
                deadline = phase.get() == Phase.CONFIRMING ? Optional.of(Deadline.of(words[1])) : deadline;
                continue;
            }
            switch (words[0]) {
                case "begin" -> target = StoredText.target(versioned(words[1]));
                case "follow" ->
                    followed.put(StoredText.rest(words[1], 1), StoredText.untext(words[1].split(" ", 2)[0]));
                case "inplace" -> inPlace.add(words[1]);
                case "tidy" -> oldFolders.add(new OldFolder(StoredText.rest(words[1], 1), StoredText.mode(words[1])));
                case "remove" -> removals.add(words[1]);
                case "folder" -> newFolders.add(words[1]);
                case "add" -> puts.add(new Put(StoredText.rest(words[1], 3), StoredText.file(words[1]), false));
                case "replace" -> puts.add(new Put(StoredText.rest(words[1], 3), StoredText.file(words[1]), true));
                default ->
                    throw new ApplyFailure(
                            Reason.UNSUPPORTED,
                            "the journal " + Layout.JOURNAL + " was written by a newer Parley; run that one");
            }
        }
        if (phase.isEmpty()) {
            return Optional.empty();
        }
        if (target == null) {
            throw damaged();
        }
        Plan plan = new Plan(target, puts, removals, newFolders, oldFolders, followed, inPlace);
        return Optional.of(
                new Story(id, lines.size(), torn, plan, phase.get(), lines.contains(Phase.RUN.word()), deadline));
    }

    private static String versioned(String words) throws ApplyFailure {
        if (!words.startsWith(VERSION)) {
            throw new ApplyFailure(
                    Reason.UNSUPPORTED,
                    "the journal " + Layout.JOURNAL + " was written by another version of Parley; run that one");
        }
        return words.substring(VERSION.length());
    }

    private static String check(String id, String number, String words) {
        return Sha256.of(id + " " + number + " " + words).hex().substring(0, 16);
    }
}
