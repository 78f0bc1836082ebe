package parley.server.tokens;

import java.util.Locale;

/** Whether a token admits new clients. It never shuts out enrolled clients. */
public enum TokenState {
    LIVE,
    EXPIRED,
    REVOKED,
    USED_UP;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
