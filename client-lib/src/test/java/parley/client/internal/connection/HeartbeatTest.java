package parley.client.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import parley.client.internal.connection.Heartbeat.Beat;

class HeartbeatTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Heartbeat heartbeat = new Heartbeat(START);

    @Test
    void aPingIsDueAfterTwentySecondsWithoutARecord() {
        assertThat(heartbeat.next()).isEqualTo(START.plusSeconds(20));
        assertThat(heartbeat.beat(START.plusSeconds(19))).isEqualTo(Beat.NOTHING);
        assertThat(heartbeat.beat(START.plusSeconds(20))).isEqualTo(Beat.PING);
        assertThat(heartbeat.beat(START.plusSeconds(21))).isEqualTo(Beat.NOTHING);
        assertThat(heartbeat.next()).isEqualTo(START.plusSeconds(40));
    }

    @Test
    void aRecordPutsThePingOff() {
        heartbeat.received(START.plusSeconds(15));

        assertThat(heartbeat.beat(START.plusSeconds(30))).isEqualTo(Beat.NOTHING);
        assertThat(heartbeat.beat(START.plusSeconds(35))).isEqualTo(Beat.PING);
    }

    @Test
    void aMinuteWithoutARecordIsTheEnd() {
        heartbeat.beat(START.plusSeconds(20));
        heartbeat.beat(START.plusSeconds(45));

        assertThat(heartbeat.next()).isEqualTo(START.plusSeconds(60));
        assertThat(heartbeat.beat(START.plusSeconds(60))).isEqualTo(Beat.DEAD);
    }
}
