package parley.server.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import parley.server.events.EventLog.Numbered;
import parley.server.events.EventLog.Numbering;
import parley.server.storage.Databases;

class EventNumberingTest {

    private final DataSource database = Databases.h2();

    @Test
    void whoGivesNumbersNeedNotReadTheEventsOnceMore() throws Exception {
        happen("a", "client 1");
        happen("b", null);

        Numbering numbering = number();

        assertThat(numbering)
                .isEqualTo(new Numbering(
                        0,
                        List.of(
                                new Numbered(1, new Signal("a", Optional.of("client 1"))),
                                new Numbered(2, new Signal("b", Optional.empty())))));
        assertThat(signalsAfter(0)).isEqualTo(numbering.events());
        assertThat(numbering.more()).isFalse();
    }

    @Test
    void whereNothingIsWithoutANumberNoneIsGiven() throws Exception {
        happen("a", "client 1");
        number();

        assertThat(number()).isEqualTo(Numbering.NONE);
    }

    /** Told up to 1, this node sees by the number before that it does not know all there is behind 1. */
    @Test
    void numbersThatAnotherNodeGaveInBetweenAreNoticed() throws Exception {
        happen("a", "client 1");
        assertThat(number().before()).isZero();
        happen("a", "client 2");
        number(); // the other node
        happen("a", "client 3");

        Numbering third = number();

        assertThat(third.before()).isEqualTo(2);
        assertThat(third.events()).containsExactly(new Numbered(3, new Signal("a", Optional.of("client 3"))));
        assertThat(signalsAfter(1))
                .containsExactly(
                        new Numbered(2, new Signal("a", Optional.of("client 2"))),
                        new Numbered(3, new Signal("a", Optional.of("client 3"))));
    }

    @Test
    void moreThanAThousandGetTheirNumbersInTurns() throws Exception {
        for (int i = 0; i < 1_001; i++) {
            happen("a", "client " + i);
        }

        Numbering first = number();
        Numbering second = number();

        assertThat(first.events()).hasSize(1_000);
        assertThat(first.more()).isTrue();
        assertThat(second)
                .isEqualTo(new Numbering(
                        1_000, List.of(new Numbered(1_001, new Signal("a", Optional.of("client 1000"))))));
    }

    private void happen(String task, String client) throws SQLException {
        try (Connection connection = database.getConnection()) {
            EventTable.append(connection, task, Optional.ofNullable(client), Instant.EPOCH, "client", "{}");
        }
    }

    private Numbering number() throws SQLException {
        try (Connection connection = database.getConnection()) {
            return EventTable.number(connection);
        }
    }

    private List<Numbered> signalsAfter(long number) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return EventTable.signals(connection, number, 1_000);
        }
    }
}
