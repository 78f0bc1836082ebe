package parley.server.tokens;

import java.util.Locale;

/** Whether a token admits new clients. Clients that are already in are never shut out by it. */
public enum TokenState {
    LIVE,
    EXPIRED,
    REVOKED,
    USED_UP;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
