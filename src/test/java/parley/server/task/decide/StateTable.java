package parley.server.task.decide;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import parley.message.ClientState;
import parley.message.json.Word;

/** The server's table in docs/states.md, a row for each state and event that it names. */
final class StateTable {

    private static final Path FILE = Path.of("..", "docs", "states.md");
    private static final String SECTION = "## The server";
    private static final String SAME = "same";
    private static final String NEW_ATTEMPT = " (new attempt)";

    /**
     * @param to the state that follows
     * @param attempts how many attempts it begins
     * @param sends the types of the messages that the server sends, or {@code close N}
     */
    record Row(ClientState from, String on, ClientState to, int attempts, String sends) {}

    private StateTable() {}

    /** @throws IllegalArgumentException when a row is not of the form that the file describes */
    static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        boolean here = false;
        for (String line : Files.readAllLines(FILE)) {
            here = line.startsWith("## ") ? line.equals(SECTION) : here;
            if (here && line.startsWith("| ") && !line.startsWith("| from ")) {
                rows.addAll(expand(line));
            }
        }
        return rows;
    }

    private static List<Row> expand(String line) {
        String[] cells = Arrays.stream(line.substring(1).split("\\|", -1))
                .map(String::strip)
                .toArray(String[]::new);
        if (cells.length != 5) {
            throw new IllegalArgumentException("not four cells: " + line);
        }
        List<Row> rows = new ArrayList<>();
        for (String from : cells[0].split(", ")) {
            for (String on : cells[1].split(", ")) {
                int attempts = cells[2].endsWith(NEW_ATTEMPT) ? 1 : 0;
                String to = cells[2].replace(NEW_ATTEMPT, "");
                rows.add(new Row(state(from), on, state(to.equals(SAME) ? from : to), attempts, cells[3]));
            }
        }
        return rows;
    }

    private static ClientState state(String word) {
        return Word.of(ClientState.class, word)
                .orElseThrow(() -> new IllegalArgumentException("docs/states.md has a state \"" + word + "\""));
    }
}
