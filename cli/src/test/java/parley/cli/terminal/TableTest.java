package parley.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

    private static final Style PLAIN = new Style(false);

    private static Table hosts() {
        return new Table()
                .flexible("NAME")
                .numbers("DONE")
                .flexible("DETAIL")
                .row("web-1", "100 %", "")
                .row("a-rather-long-name", "5 %", "4 MiB are needed and 1 MiB is free");
    }

    @Test
    void columnsAreAligned() {
        assertThat(hosts().lines(200, PLAIN))
                .containsExactly(
                        "NAME                 DONE  DETAIL",
                        "web-1               100 %",
                        "a-rather-long-name    5 %  4 MiB are needed and 1 MiB is free");
    }

    @Test
    void theWidestFlexibleColumnGivesWay() {
        assertThat(hosts().lines(45, PLAIN))
                .containsExactly(
                        "NAME                 DONE  DETAIL",
                        "web-1               100 %",
                        "a-rather-long-name    5 %  4 MiB are needed …");
    }

    @Test
    void whatMayNotBeCutIsNotCut() {
        assertThat(new Table().column("ID").row("0123456789").lines(20, PLAIN)).containsExactly("ID", "0123456789");
        assertThat(new Table().column("ID").row("0123456789").lines(5, PLAIN)).containsExactly("ID", "0123456789");
    }

    @Test
    void paintDoesNotMoveTheColumns() {
        Style colour = new Style(true);
        Table table = new Table().column("STATE").column("NAME");
        table.row(List.of(new Table.Cell("ok", colour::green), Table.Cell.of("web-1")));
        assertThat(table.lines(80, PLAIN)).containsExactly("STATE  NAME", "\u001b[32mok\u001b[0m     web-1");
    }

    @Test
    void whatOthersSayCannotDriveTheTerminal() {
        assertThat(new Table().column("NAME").row("evil\u001b[2J\nname").lines(80, PLAIN))
                .containsExactly("NAME", "evil?[2J name");
    }
}
