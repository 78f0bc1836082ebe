package parley.message.platform;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import parley.message.json.Word;

/** A kind of operating system, as far as it matters for file names. */
public enum OperatingSystem implements Word {
    /** Linux, and every other system that takes any name without {@code /} and NUL. */
    LINUX("Linux"),
    MACOS("macOS"),
    WINDOWS("Windows");

    /** All of them: the default of a task. */
    public static final Set<OperatingSystem> ALL = Collections.unmodifiableSet(EnumSet.allOf(OperatingSystem.class));

    private final String label;

    OperatingSystem(String label) {
        this.label = label;
    }

    /** The kind of a client's {@code platform.os}. */
    public static OperatingSystem of(Platform platform) {
        String os = platform.os().toLowerCase(Locale.ROOT);
        if (os.startsWith("windows")) {
            return WINDOWS;
        }
        return os.startsWith("mac") || os.startsWith("darwin") ? MACOS : LINUX;
    }

    /** The kind that this Java runs on. */
    public static OperatingSystem current() {
        return of(Platform.current());
    }

    /** The name as its maker spells it. */
    public String label() {
        return label;
    }

    /** {@code linux, macos}: the words of several, in one order. */
    public static String words(Set<OperatingSystem> several) {
        return several.stream().sorted().map(OperatingSystem::word).collect(Collectors.joining(", "));
    }
}
