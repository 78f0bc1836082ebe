package parley.cli.policy;

import java.time.Duration;
import parley.cli.terminal.HumanDuration;
import picocli.CommandLine.ITypeConverter;

/** Reads a time, or {@code off}, which is no time at all. */
final class DurationOrOff implements ITypeConverter<Duration> {

    @Override
    public Duration convert(String text) {
        return text.strip().equalsIgnoreCase("off") ? Duration.ZERO : new HumanDuration().convert(text);
    }
}
