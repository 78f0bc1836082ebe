package parley.message.policy;

import java.util.Optional;
import java.util.Set;
import parley.message.Reason;

/**
 * How often, and for which reasons, a failed client gets the offer again.
 *
 * @param times new attempts after the first one
 * @param reasons the reasons that count as transient
 */
public record Retry(int times, Set<Reason> reasons) {

    public static final int MAX_TIMES = 100;

    public static final Retry DEFAULT = new Retry(
            2, Set.of(Reason.DOWNLOAD_LOST, Reason.INTEGRITY, Reason.NO_SPACE, Reason.PERMISSION, Reason.INTERNAL));

    public Retry {
        reasons = Set.copyOf(reasons);
    }

    /** Whether a client that ended attempt number {@code attempt} (from 1) for this reason gets another one. */
    public boolean allows(Optional<Reason> reason, long attempt) {
        return leftAfter(attempt) && reason.map(reasons::contains).orElse(true);
    }

    /** Whether any attempt is left after this one, for any reason. */
    public boolean leftAfter(long attempt) {
        return attempt <= times;
    }
}
