package parley.apply.internal.backup;

import java.time.Clock;
import parley.apply.BackUpLimits;

/** How long back-ups are kept, and by which clock. */
public record BackUpRetention(Clock clock, BackUpLimits limits) {}
