package parley.cli.machine;

import java.util.Locale;
import parley.apply.OnLink;

/** What becomes of symbolic links of this machine, as an option says it. */
public enum WhenLinked {
    refuse,
    replace,
    follow;

    /** The same for the library. */
    public OnLink policy() {
        return OnLink.valueOf(name().toUpperCase(Locale.ROOT));
    }
}
