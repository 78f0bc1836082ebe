package parley.server.webhooks;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A webhook as it is stored.
 *
 * @param version grows with each change by an administrator; progress does not change it
 * @param reason why the server switched it off
 */
public record Webhook(
        String id,
        int version,
        Settings settings,
        Optional<String> reason,
        Secrets secrets,
        Instant created,
        String createdBy,
        Progress progress) {

    /**
     * What an administrator chooses.
     *
     * @param kinds of events; empty: all
     * @param task the only task whose events are sent
     */
    public record Settings(String name, String url, List<String> kinds, Optional<String> task, boolean enabled) {}

    /**
     * The secrets, wrapped under the master key.
     *
     * @param old the one before the last rotation, which signs too until {@code oldUntil}
     */
    record Secrets(byte[] current, Optional<byte[]> old, Optional<Instant> oldUntil) {}

    /**
     * How far the deliveries are.
     *
     * @param delivered the events up to this number are delivered, not wanted, or in the list of failures
     * @param attempts since the last success
     * @param eventSince when the next event was tried first
     * @param failingSince when the first attempt failed after the last success
     * @param next when the next attempt is due
     * @param lastFailure the number of the last failure
     * @param dropped how many failures the bounded list has lost
     */
    public record Progress(
            long delivered,
            int attempts,
            Optional<Instant> eventSince,
            Optional<Instant> failingSince,
            Instant next,
            Optional<Instant> lastAttempt,
            Optional<String> lastResult,
            Optional<Instant> lastSuccess,
            long lastFailure,
            long dropped) {

        /** Of a new webhook: it gets what happens from now on. */
        static Progress after(long number) {
            return new Progress(
                    number,
                    0,
                    Optional.empty(),
                    Optional.empty(),
                    Instant.EPOCH,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    0,
                    0);
        }

        /** An event was delivered. */
        Progress succeeded(long number, String result, Instant now) {
            return new Progress(
                    number,
                    0,
                    Optional.empty(),
                    Optional.empty(),
                    Instant.EPOCH,
                    Optional.of(now),
                    Optional.of(result),
                    Optional.of(now),
                    lastFailure,
                    dropped);
        }

        /** An attempt for the next event failed; it is tried again at {@code retry}. */
        Progress failed(String result, Instant now, Instant retry) {
            return new Progress(
                    delivered,
                    attempts + 1,
                    Optional.of(eventSince.orElse(now)),
                    Optional.of(failingSince.orElse(now)),
                    retry,
                    Optional.of(now),
                    Optional.of(result),
                    lastSuccess,
                    lastFailure,
                    dropped);
        }

        /** The event with this number is given up; the one after it is next. */
        Progress past(long number) {
            return new Progress(
                    number,
                    attempts,
                    Optional.empty(),
                    failingSince,
                    next,
                    lastAttempt,
                    lastResult,
                    lastSuccess,
                    lastFailure,
                    dropped);
        }

        Progress listed(long failure, long lost) {
            return new Progress(
                    delivered,
                    attempts,
                    eventSince,
                    failingSince,
                    next,
                    lastAttempt,
                    lastResult,
                    lastSuccess,
                    failure,
                    dropped + lost);
        }

        /** Tries at once, as if nothing had failed. */
        Progress afresh() {
            return new Progress(
                    delivered,
                    0,
                    Optional.empty(),
                    Optional.empty(),
                    Instant.EPOCH,
                    lastAttempt,
                    lastResult,
                    lastSuccess,
                    lastFailure,
                    dropped);
        }
    }

    Webhook with(Progress now) {
        return new Webhook(id, version, settings, reason, secrets, created, createdBy, now);
    }

    Webhook with(Settings wanted) {
        return new Webhook(id, version, wanted, reason, secrets, created, createdBy, progress);
    }

    Webhook with(Secrets rotated) {
        return new Webhook(id, version, settings, reason, rotated, created, createdBy, progress);
    }

    Webhook with(Optional<String> why) {
        return new Webhook(id, version, settings, why, secrets, created, createdBy, progress);
    }

    /** The server has switched it off. */
    Webhook switchedOff(String why) {
        Settings off = new Settings(settings.name(), settings.url(), settings.kinds(), settings.task(), false);
        return with(off).with(Optional.of(why));
    }

    /** When the previous secret signs no more; empty if there is none that signs. */
    public Optional<Instant> oldSecretUntil(Instant now) {
        return secrets.oldUntil().filter(now::isBefore);
    }
}
