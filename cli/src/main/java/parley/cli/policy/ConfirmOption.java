package parley.cli.policy;

import java.time.Duration;
import parley.cli.terminal.HumanDuration;
import picocli.CommandLine.ITypeConverter;

/** Reads {@code --confirm}: a time, or {@code off}, which is no time at all. */
final class ConfirmOption implements ITypeConverter<Duration> {

    @Override
    public Duration convert(String text) {
        return text.strip().equalsIgnoreCase("off") ? Duration.ZERO : new HumanDuration().convert(text);
    }
}
