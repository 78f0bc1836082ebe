package parley.apply;

import java.time.Clock;

/** How long back-ups are kept, and by which clock. */
record Keeping(Clock clock, BackUpLimits limits) {}
