package parley.apply;

import java.time.Duration;
import java.util.Objects;

/**
 * How many back-ups of replaced files a destination keeps. When an update ends, the oldest are deleted until all
 * limits hold; the back-up of that update itself is kept whatever its size, unless {@code count} is 0.
 *
 * @param count how many updates
 * @param bytes how many bytes of files in all
 * @param age how long
 */
public record BackUpLimits(int count, long bytes, Duration age) {

    /** 10 updates, 256 MiB, 90 days. */
    public static final BackUpLimits STANDARD = new BackUpLimits(10, 256L << 20, Duration.ofDays(90));

    /** Nothing is kept. */
    public static final BackUpLimits NONE = new BackUpLimits(0, 0, Duration.ZERO);

    /** @throws IllegalArgumentException if a limit is negative */
    public BackUpLimits {
        Objects.requireNonNull(age);
        if (count < 0 || bytes < 0 || age.isNegative()) {
            throw new IllegalArgumentException("a limit is not negative");
        }
    }
}
