package parley.server.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a caller may do; each role may do what the ones before it may. */
public enum Role {
    /** Reads everything but the audit log. */
    VIEWER,
    /** Also creates and changes tasks, bundles and tokens, and reads the audit log. */
    OPERATOR,
    /** Also manages API keys and verifies the audit log. */
    ADMIN;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Role> of(String word) {
        return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
    }

    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }
}
