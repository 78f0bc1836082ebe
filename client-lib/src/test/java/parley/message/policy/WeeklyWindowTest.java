package parley.message.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parley.message.Window;

class WeeklyWindowTest {

    private static final EnumSet<DayOfWeek> EVERY_DAY = EnumSet.allOf(DayOfWeek.class);

    /**
     * 2026-11-23 is a Monday. In Berlin the clocks go forward on 2026-03-29 at 02:00, and back on 2026-10-25 at 03:00.
     */
    @ParameterizedTest(name = "{0}: {1} {2} in {3} at {4}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            open in the evening    | *     | 22:00 PT4H  | Europe/Berlin    | 2026-11-23T21:30:00Z | 2026-11-23T21:00:00Z | 2026-11-24T01:00:00Z
            open after midnight    | *     | 22:00 PT4H  | Europe/Berlin    | 2026-11-24T00:30:00Z | 2026-11-23T21:00:00Z | 2026-11-24T01:00:00Z
            at its opening         | *     | 22:00 PT4H  | Europe/Berlin    | 2026-11-23T21:00:00Z | 2026-11-23T21:00:00Z | 2026-11-24T01:00:00Z
            at its closing         | *     | 22:00 PT4H  | Europe/Berlin    | 2026-11-24T01:00:00Z | 2026-11-24T21:00:00Z | 2026-11-25T01:00:00Z
            later today            | *     | 22:00 PT4H  | Europe/Berlin    | 2026-11-23T12:00:00Z | 2026-11-23T21:00:00Z | 2026-11-24T01:00:00Z
            next week              | MO    | 09:00 PT1H  | UTC              | 2026-11-23T10:00:00Z | 2026-11-30T09:00:00Z | 2026-11-30T10:00:00Z
            over the weekend       | SA,SU | 00:00 PT24H | UTC              | 2026-11-27T12:00:00Z | 2026-11-28T00:00:00Z | 2026-11-29T00:00:00Z
            from Sunday to Monday  | SU    | 23:00 PT8H  | UTC              | 2026-11-23T06:59:59Z | 2026-11-22T23:00:00Z | 2026-11-23T07:00:00Z
            over the date line     | MO    | 01:00 PT2H  | Pacific/Auckland | 2026-11-22T12:30:00Z | 2026-11-22T12:00:00Z | 2026-11-22T14:00:00Z
            an offset for a zone   | *     | 10:00 PT1H  | +05:30           | 2026-11-23T04:00:00Z | 2026-11-23T04:30:00Z | 2026-11-23T05:30:00Z
            forward, skipped start | *     | 02:30 PT1H  | Europe/Berlin    | 2026-03-29T00:00:00Z | 2026-03-29T01:30:00Z | 2026-03-29T02:30:00Z
            forward, open over it  | *     | 01:00 PT4H  | Europe/Berlin    | 2026-03-29T00:00:00Z | 2026-03-29T00:00:00Z | 2026-03-29T04:00:00Z
            forward, the day after | *     | 02:30 PT1H  | Europe/Berlin    | 2026-03-29T02:30:00Z | 2026-03-30T00:30:00Z | 2026-03-30T01:30:00Z
            back, start shown twice| *     | 02:30 PT1H  | Europe/Berlin    | 2026-10-25T00:00:00Z | 2026-10-25T00:30:00Z | 2026-10-25T01:30:00Z
            back, second showing   | *     | 02:30 PT1H  | Europe/Berlin    | 2026-10-25T01:30:00Z | 2026-10-26T01:30:00Z | 2026-10-26T02:30:00Z
            back, open over it     | *     | 01:00 PT4H  | Europe/Berlin    | 2026-10-25T02:30:00Z | 2026-10-24T23:00:00Z | 2026-10-25T03:00:00Z
            all day, a short day   | *     | 00:00 PT24H | Europe/Berlin    | 2026-03-29T22:30:00Z | 2026-03-28T23:00:00Z | 2026-03-29T23:00:00Z
            all day, a long day    | *     | 00:00 PT24H | Europe/Berlin    | 2026-10-25T22:30:00Z | 2026-10-25T23:00:00Z | 2026-10-26T23:00:00Z
            """)
    void theStretchThatIsOpenOrOpensNext(
            String story, String days, String hours, ZoneId zone, Instant now, Instant from, Instant until) {
        WeeklyWindow window = window(days, hours, zone);

        assertThat(window.at(now)).isEqualTo(new Window(from, until));
        assertThat(window.open(now)).isEqualTo(!now.isBefore(from));
    }

    /** Whatever the rule and the zone, the answer is the same as trying out every start of two weeks around. */
    @RepeatedTest(500)
    void anyRuleAnywhereAgreesWithAllItsStarts(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        WeeklyWindow window = anyWindow(random);
        Instant now = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(random.nextInt(366 * 86_400));

        Window found = window.at(now);

        assertThat(now).isBefore(found.until());
        assertThat(Duration.between(found.from(), found.until())).isEqualTo(window.duration());
        ZonedDateTime start = found.from().atZone(window.zone());
        assertThat(window.days()).contains(start.getDayOfWeek());
        for (int day = -7; day <= 7; day++) {
            ZonedDateTime other = ZonedDateTime.of(
                    now.atZone(window.zone()).toLocalDate().plusDays(day), window.start(), window.zone());
            boolean earlierAndNotOver = window.days().contains(other.getDayOfWeek())
                    && other.toInstant().isBefore(found.from())
                    && now.isBefore(other.toInstant().plus(window.duration()));
            assertThat(earlierAndNotOver).as("%s opens before", other).isFalse();
        }
    }

    @Test
    void aWindowHasADayAndALengthOfUpToADay() {
        Set<DayOfWeek> none = EnumSet.noneOf(DayOfWeek.class);
        ZoneId utc = ZoneId.of("UTC");

        assertThatThrownBy(() -> new WeeklyWindow(none, LocalTime.NOON, Duration.ofHours(1), utc))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new WeeklyWindow(EVERY_DAY, LocalTime.NOON, Duration.ofSeconds(59), utc))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new WeeklyWindow(EVERY_DAY, LocalTime.NOON, Duration.ofHours(25), utc))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static WeeklyWindow window(String days, String hours, ZoneId zone) {
        String[] parts = hours.split(" ");
        EnumSet<DayOfWeek> on = days.equals("*") ? EVERY_DAY : EnumSet.noneOf(DayOfWeek.class);
        for (DayOfWeek day : DayOfWeek.values()) {
            if (Arrays.asList(days.split(",")).contains(day.name().substring(0, 2))) {
                on.add(day);
            }
        }
        return new WeeklyWindow(on, LocalTime.parse(parts[0]), Duration.parse(parts[1]), zone);
    }

    private static WeeklyWindow anyWindow(Random random) {
        EnumSet<DayOfWeek> days = EnumSet.of(DayOfWeek.of(1 + random.nextInt(7)), DayOfWeek.of(1 + random.nextInt(7)));
        String[] zones = {
            "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC", "Africa/Cairo"
        };
        return new WeeklyWindow(
                days,
                LocalTime.ofSecondOfDay(60L * random.nextInt(24 * 60)),
                Duration.ofMinutes(1 + random.nextInt(24 * 60)),
                ZoneId.of(zones[random.nextInt(zones.length)]));
    }
}
