package parley.message.policy;

import java.time.Duration;

/**
 * One step of a rollout.
 *
 * @param size how many clients may have begun once this wave is open, those of the waves before included; with
 *     {@code more} how many it adds
 * @param more whether the wave adds clients, and is followed by others like it for as long as the task is open
 * @param success how many of its clients have to succeed before the next wave opens
 * @param soak how long no client may fail after that before the next wave opens
 */
public record Wave(CountOrPercent size, boolean more, CountOrPercent success, Duration soak) {

    /** The size as it is written: {@code 5}, {@code 10%}, {@code +20}. */
    public String sizeText() {
        return (more ? "+" : "") + size;
    }

    @Override
    public String toString() {
        boolean soaks = !soak.isZero();
        return sizeText() + (soaks || !success.isAll() ? "/" + success : "") + (soaks ? "/" + soak : "");
    }
}
