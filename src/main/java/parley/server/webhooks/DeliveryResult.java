package parley.server.webhooks;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * What became of one request to a target.
 *
 * @param delivered the target answered 2xx
 * @param status empty: no answer came
 * @param text for people, one line of at most 300 characters
 */
public record DeliveryResult(boolean delivered, OptionalInt status, String text, Duration took) {

    private static final int GONE = 410;
    private static final int MAX_TEXT = 300;

    static DeliveryResult answered(int status, Duration took) {
        boolean delivered = status >= 200 && status < 300;
        String text = "answered " + status + (status >= 300 && status < 400 ? "; redirects are not followed" : "");
        return new DeliveryResult(delivered, OptionalInt.of(status), text, took);
    }

    static DeliveryResult failed(String text, Duration took) {
        String line = text.replaceAll("\\p{Cntrl}", " ");
        return new DeliveryResult(
                false, OptionalInt.empty(), line.substring(0, Math.min(line.length(), MAX_TEXT)), took);
    }

    /** Standard Webhooks: the target wants no more events. */
    boolean gone() {
        return status.isPresent() && status.getAsInt() == GONE;
    }
}
