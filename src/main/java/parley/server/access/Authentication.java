package parley.server.access;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import parley.server.audit.Audit;
import parley.server.problems.Problem;

/**
 * Checks credentials, and counts failures by address. A right key or code is accepted even from a locked-out address:
 * it has 256 random bits and cannot have been guessed.
 */
@ApplicationScoped
public class Authentication {
    static final String CHALLENGE = "Bearer realm=\"parley\"";
    private static final String BEARER = "Bearer ";

    @Inject
    ApiKeys keys;

    @Inject
    SignIns signIns;

    @Inject
    KeyUses uses;

    @Inject
    FailedAttempts attempts;

    @Inject
    Audit audit;

    /**
     * The key of an Authorization header.
     *
     * @param authorization null when there is none
     * @throws Problem {@code no_key}, {@code wrong_key}, {@code expired_key} or {@code too_many_requests}
     */
    ApiKey keyOf(@Nullable String authorization, String address) {
        if (authorization == null) {
            throw noKey(
                    "An API key is needed",
                    "The request carries neither an API key nor the cookie of a signed-in browser.",
                    "Send the header Authorization: Bearer pak_…; an admin makes a key with: parley key create NAME");
        }
        String text = authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? authorization.substring(BEARER.length()).trim()
                : "";
        ApiKey key = keys.find(text).orElseThrow(() -> refused(address));
        uses.note(key);
        return key;
    }

    /** @throws Problem {@code no_key} if the sign-in has expired */
    SignIns.SignedIn signedIn(String cookie) {
        SignIns.SignedIn signedIn = signIns.find(cookie)
                .orElseThrow(() -> noKey(
                        "You are not signed in",
                        "The sign-in has expired or was ended.",
                        "Sign in again with an API key."));
        uses.note(signedIn.key());
        return signedIn;
    }

    /**
     * Signs a browser in.
     *
     * @param code null when a key is given
     * @throws Problem {@code wrong_key}, {@code expired_key} or {@code too_many_requests}
     */
    public SignIns.SignedIn signIn(@Nullable String code, @Nullable String key, String address) {
        Optional<SignIns.SignedIn> signedIn = Optional.empty();
        if (code != null) {
            signedIn = signIns.withCode(code.trim());
        } else if (key != null) {
            signedIn = signIns.withKey(key.trim());
        }
        if (signedIn.isEmpty()) {
            throw refused(address);
        }
        attempts.succeeded(address);
        uses.note(signedIn.get().key());
        return signedIn.get();
    }

    private Problem refused(String address) {
        checkNotLocked(address);
        if (attempts.failed(address) == FailedAttempts.FREE) {
            audit.record("server", "address.locked_out", address, Map.of("failures", FailedAttempts.FREE));
        }
        return new Problem(
                401,
                "wrong_key",
                "The credential is not accepted",
                "It is mistyped, revoked, expired, already used, or of another server.",
                "Check it, or ask an admin for a new key: parley key create NAME");
    }

    private void checkNotLocked(String address) {
        Duration locked = attempts.lockedFor(address);
        if (!locked.isZero()) {
            throw new Problem(
                    429,
                    "too_many_requests",
                    "Too many wrong credentials",
                    "Your address has failed too often.",
                    "Try again in " + (locked.toSeconds() + 1) + " seconds.");
        }
    }

    private static Problem noKey(String title, String detail, String hint) {
        return new Problem(401, "no_key", title, detail, hint);
    }
}
