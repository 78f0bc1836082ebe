package parley.cli.policy;

import java.time.Duration;
import parley.cli.terminal.HumanDuration;
import picocli.CommandLine.ITypeConverter;

/** Reads a duration, or {@code off}, which is zero. */
final class DurationOrOff implements ITypeConverter<Duration> {

    @Override
    public Duration convert(String text) {
        return text.strip().equalsIgnoreCase("off") ? Duration.ZERO : new HumanDuration().convert(text);
    }
}
