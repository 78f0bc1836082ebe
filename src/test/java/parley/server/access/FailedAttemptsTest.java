package parley.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import parley.client.testing.internal.SettableClock;

class FailedAttemptsTest {
    private static final String ADDRESS = "192.0.2.1";

    private final SettableClock clock = new SettableClock();
    private final FailedAttempts attempts = new FailedAttempts(clock);

    @Test
    void fourFailuresAreFree() {
        fail(4);

        assertThat(attempts.lockedFor(ADDRESS)).isZero();
    }

    @Test
    void fromTheFifthOnTheLockDoublesUpToAQuarterOfAnHour() {
        fail(5);
        assertThat(attempts.lockedFor(ADDRESS)).isEqualTo(Duration.ofSeconds(1));
        fail(1);
        assertThat(attempts.lockedFor(ADDRESS)).isEqualTo(Duration.ofSeconds(2));
        fail(3);
        assertThat(attempts.lockedFor(ADDRESS)).isEqualTo(Duration.ofSeconds(16));
        fail(100);
        assertThat(attempts.lockedFor(ADDRESS)).isEqualTo(Duration.ofMinutes(15));
    }

    @Test
    void theLockEndsByItself() {
        fail(5);
        clock.advance(Duration.ofSeconds(1));

        assertThat(attempts.lockedFor(ADDRESS)).isZero();
    }

    @Test
    void otherAddressesAreNotLocked() {
        fail(50);

        assertThat(attempts.lockedFor("192.0.2.2")).isZero();
    }

    @Test
    void whoChangesAddressesWithinANetworkIsLockedAllTheSame() {
        for (int i = 0; i < 5; i++) {
            attempts.failed("2001:db8::" + i);
        }

        assertThat(attempts.lockedFor("2001:db8::77")).isPositive();
    }

    @Test
    void successAndAnHourOfPeaceForget() {
        fail(5);
        attempts.succeeded(ADDRESS);
        fail(4);
        clock.advance(Duration.ofMinutes(61));
        fail(4);

        assertThat(attempts.lockedFor(ADDRESS)).isZero();
    }

    @Test
    void aFloodOfAddressesPushesOutTheOldestOnly() {
        fail(50);
        for (int i = 0; i < 9_999; i++) {
            attempts.failed("2001:db8:0:" + i + "::1");
        }
        assertThat(attempts.lockedFor(ADDRESS)).isPositive();

        attempts.failed("2001:db8:0:ffff::1");
        assertThat(attempts.lockedFor(ADDRESS)).isZero();
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            attempts.failed(ADDRESS);
        }
    }
}
