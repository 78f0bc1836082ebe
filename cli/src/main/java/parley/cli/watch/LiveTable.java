package parley.cli.watch;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import parley.cli.terminal.ErrorText;
import parley.cli.terminal.HumanFormat;
import parley.cli.terminal.Shell;
import parley.cli.terminal.StateCell;
import parley.cli.terminal.Table;

/** One table on the terminal, drawn over itself whenever something has changed; never higher than the screen. */
final class LiveTable implements TaskDisplay {

    // clients in progress first, then errors, then finished ones
    private static final Comparator<JsonObject> INTEREST = Comparator.comparingInt(client -> {
        String state = client.getString("state");
        return !Snapshot.hasEnded(client) ? 0 : StateCell.isError(state) ? 1 : 2;
    });

    private final Shell shell;
    private List<String> drawn = List.of();
    private String note = "";

    LiveTable(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void show(Snapshot now) {
        note = "";
        draw(lines(now));
    }

    @Override
    public void note(String text) {
        List<String> lines = new ArrayList<>(drawn);
        if (!note.isEmpty()) {
            lines.remove(lines.size() - 1);
        }
        note = Table.cut(text, shell.terminal().width() - 1);
        lines.add(note);
        draw(lines);
    }

    private List<String> lines(Snapshot now) {
        int width = shell.terminal().width() - 1;
        List<String> lines = new ArrayList<>();
        String expires = now.task().terminal()
                ? ""
                : now.task()
                        .time("expires")
                        .map(at -> ", the token expires " + HumanFormat.fromNow(at, shell.clock()))
                        .orElse("");
        lines.add(Table.cut(
                "Task " + ErrorText.printable(now.task().name()) + " is "
                        + ErrorText.printable(now.task().stateInWords()) + expires + "; clients "
                        + ClientsTable.counts(now.task()),
                width));
        WaveLines.open(now.task(), shell.clock()).ifPresent(wave -> lines.add(Table.cut(wave, width)));
        if (now.clients().isEmpty()) {
            lines.add("No client has joined yet.");
            return lines;
        }
        int room = Math.max(1, shell.terminal().height() - 3 - lines.size());
        List<JsonObject> sorted = now.clients().stream().sorted(INTEREST).toList();
        List<JsonObject> shown = sorted.subList(0, Math.min(room, sorted.size()));
        lines.addAll(ClientsTable.of(shown, shell).lines(width, shell.outStyle()));
        if (sorted.size() > shown.size()) {
            lines.add("and " + HumanFormat.count(sorted.size() - shown.size(), "client") + " more");
        }
        return lines;
    }

    private void draw(List<String> lines) {
        if (lines.equals(drawn)) {
            return;
        }
        if (!drawn.isEmpty()) {
            shell.out().print("\u001b[" + drawn.size() + "A\r\u001b[J");
        }
        lines.forEach(shell.out()::println);
        shell.out().flush();
        drawn = List.copyOf(lines);
    }
}
