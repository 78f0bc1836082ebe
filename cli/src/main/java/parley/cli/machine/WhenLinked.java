package parley.cli.machine;

import java.util.Locale;
import parley.apply.OnLink;

/** The option for symbolic links of this machine. */
public enum WhenLinked {
    refuse,
    replace,
    follow;

    /** The same for the library. */
    public OnLink policy() {
        return OnLink.valueOf(name().toUpperCase(Locale.ROOT));
    }
}
