package parley.cli.server;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import parley.cli.terminal.HumanFormat;
import parley.cli.terminal.Shell;
import parley.cli.terminal.StateCell;
import parley.cli.terminal.Style;
import parley.cli.terminal.Table;
import parley.client.UpdateListener;
import parley.message.ClientState;
import parley.message.Offer;

/**
 * Shows the progress of the demo's clients: on a terminal one table that changes in place, elsewhere a line for each
 * step. Thread-safe.
 */
abstract class DemoScreen {

    /** Shows nothing. */
    static DemoScreen silent() {
        return new DemoScreen() {
            @Override
            void changed(String name, Row row) {}
        };
    }

    static DemoScreen on(Shell shell) {
        return shell.terminal().outIsTerminal() ? new LiveRows(shell) : new StepLines(shell);
    }

    /** What is known of a client. */
    record Row(String from, String state, String changes, String downloaded) {}

    final Map<String, Row> rows = new LinkedHashMap<>();

    abstract void changed(String name, Row row);

    synchronized void add(String name, String from) {
        rows.put(name, new Row(from, "joining", "", ""));
        changed(name, rows.get(name));
    }

    private synchronized void update(String name, UnaryOperator<Row> change) {
        Row before = rows.get(name);
        Row after = before == null ? null : change.apply(before);
        if (after != null && !after.equals(before)) {
            rows.put(name, after);
            changed(name, after);
        }
    }

    /** The listener of the client {@code name}. */
    UpdateListener listener(String name) {
        return new UpdateListener() {
            @Override
            public void state(ClientState state) {
                update(name, row -> new Row(row.from(), state.word(), row.changes(), row.downloaded()));
            }

            @Override
            public void offered(Offer offer) {
                String changes = HumanFormat.count(offer.changes().size(), "change");
                update(name, row -> new Row(row.from(), row.state(), changes, row.downloaded()));
            }

            @Override
            public void progress(long done, long total) {
                String downloaded = HumanFormat.size(done) + " of " + HumanFormat.size(total);
                update(name, row -> new Row(row.from(), row.state(), row.changes(), downloaded));
            }
        };
    }

    private static final class LiveRows extends DemoScreen {

        private final Shell shell;
        private int drawn;

        LiveRows(Shell shell) {
            this.shell = shell;
        }

        @Override
        void changed(String name, Row row) {
            Style style = shell.outStyle();
            Table table = new Table()
                    .column("CLIENT")
                    .column("STARTED FROM")
                    .column("STATE")
                    .column("OFFER")
                    .flexible("DOWNLOADED");
            rows.forEach((client, each) -> table.row(List.of(
                    Table.Cell.of(client),
                    Table.Cell.of(each.from()),
                    StateCell.cell(each.state(), style),
                    Table.Cell.of(each.changes()),
                    Table.Cell.of(each.downloaded()))));
            List<String> lines = table.lines(shell.terminal().width() - 1, style);
            if (drawn > 0) {
                shell.out().print("\u001b[" + drawn + "A\r\u001b[J");
            }
            lines.forEach(shell.out()::println);
            shell.out().flush();
            drawn = lines.size();
        }
    }

    private static final class StepLines extends DemoScreen {

        private final Shell shell;
        private final Map<String, String> told = new LinkedHashMap<>();

        StepLines(Shell shell) {
            this.shell = shell;
        }

        @Override
        void changed(String name, Row row) {
            if (row.state().equals(told.put(name, row.state()))) {
                return;
            }
            boolean first = row.state().equals("joining");
            shell.out()
                    .println(name + "  " + row.state() + (first ? " with " + row.from() : "")
                            + (row.changes().isEmpty() ? "" : ", " + row.changes()));
            shell.out().flush();
        }
    }
}
