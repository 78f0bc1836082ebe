package parley.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A table with aligned columns. On a terminal it fits the width: flexible columns are cut, the widest first, with an
 * ellipsis. Elsewhere nothing is cut.
 */
public final class Table {

    private static final String GAP = "  ";
    private static final int NARROWEST = 6;

    /** The text of a cell and its colouring, which does not change the width. */
    public record Cell(String text, UnaryOperator<String> paint) {
        public static Cell of(String text) {
            return new Cell(text, UnaryOperator.identity());
        }
    }

    private record Column(String title, boolean flexible, boolean right) {}

    private final List<Column> columns = new ArrayList<>();
    private final List<List<Cell>> rows = new ArrayList<>();

    /** A column that is never cut. */
    public Table column(String title) {
        columns.add(new Column(title, false, false));
        return this;
    }

    /** A column of numbers: never cut, aligned to the right. */
    public Table numbers(String title) {
        columns.add(new Column(title, false, true));
        return this;
    }

    /** A column that may be cut. */
    public Table flexible(String title) {
        columns.add(new Column(title, true, false));
        return this;
    }

    public Table row(String... cells) {
        List<Cell> row = new ArrayList<>();
        for (String cell : cells) {
            row.add(Cell.of(cell));
        }
        return row(row);
    }

    public Table row(List<Cell> cells) {
        if (cells.size() != columns.size()) {
            throw new IllegalArgumentException(cells.size() + " cells for " + columns.size() + " columns");
        }
        rows.add(cells.stream()
                .map(cell -> new Cell(ErrorText.printable(cell.text()).replace('\n', ' '), cell.paint()))
                .toList());
        return this;
    }

    /** Prints to standard output, no wider than the terminal if that is one. */
    public void print(Shell shell) {
        int width = shell.terminal().outIsTerminal() ? shell.terminal().width() : Integer.MAX_VALUE;
        lines(width, shell.outStyle()).forEach(shell.out()::println);
    }

    /**
     * The lines of the table, with its head, none wider than {@code width} unless the columns that may not be cut need
     * more.
     */
    public List<String> lines(int width, Style style) {
        int[] widths = widths(width);
        List<String> lines = new ArrayList<>();
        lines.add(style.bold(line(columns.stream().map(c -> Cell.of(c.title())).toList(), widths)));
        rows.forEach(row -> lines.add(line(row, widths)));
        return lines;
    }

    private String line(List<Cell> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String text = cut(row.get(i).text(), widths[i]);
            String space = " ".repeat(widths[i] - length(text));
            String painted = row.get(i).paint().apply(text);
            boolean last = i == widths.length - 1;
            line.append(columns.get(i).right() ? space + painted : last ? painted : painted + space);
            line.append(last ? "" : GAP);
        }
        return line.toString().stripTrailing();
    }

    private int[] widths(int most) {
        int[] widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            int column = i;
            widths[i] = Math.max(
                    length(columns.get(i).title()),
                    rows.stream()
                            .mapToInt(row -> length(row.get(column).text()))
                            .max()
                            .orElse(0));
        }
        long over = sum(widths) - most;
        while (over > 0) {
            int widest = widestFlexible(widths);
            if (widest < 0) {
                return widths;
            }
            widths[widest]--;
            over--;
        }
        return widths;
    }

    private int widestFlexible(int[] widths) {
        int widest = -1;
        for (int i = 0; i < widths.length; i++) {
            int least = Math.max(NARROWEST, length(columns.get(i).title()));
            if (columns.get(i).flexible() && widths[i] > least && (widest < 0 || widths[i] > widths[widest])) {
                widest = i;
            }
        }
        return widest;
    }

    private static long sum(int[] widths) {
        long sum = (long) GAP.length() * (widths.length - 1);
        for (int width : widths) {
            sum += width;
        }
        return sum;
    }

    /** {@code text}, or its beginning and an ellipsis where it has more than {@code width} characters. */
    public static String cut(String text, int width) {
        if (length(text) <= width) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, Math.max(0, width - 1))) + "…";
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
