package parley.message.policy;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * So many clients, or so many percent of some: {@code 5} or {@code 5%}.
 *
 * @param amount at least 1; a percentage is at most 100
 */
public record CountOrPercent(int amount, boolean percent) {

    /** As many clients as one token admits at most. */
    public static final int MOST_CLIENTS = 100_000;

    public static final CountOrPercent ALL = new CountOrPercent(100, true);

    private static final Pattern FORM = Pattern.compile("([0-9]{1,6})(%?)");
    private static final int HUNDRED = 100;

    /** Reads {@code 5} and {@code 5%}; empty for everything else, zero included. */
    public static Optional<CountOrPercent> parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            return Optional.empty();
        }
        int amount = Integer.parseInt(form.group(1));
        boolean percent = !form.group(2).isEmpty();
        boolean within = amount >= 1 && amount <= (percent ? HUNDRED : MOST_CLIENTS);
        return within ? Optional.of(new CountOrPercent(amount, percent)) : Optional.empty();
    }

    /** What is allowed, in words. */
    public static String bounds() {
        return "1 to " + MOST_CLIENTS + ", or 1% to 100%";
    }

    /** Of so many clients; a part of a client counts as one. */
    public long of(long clients) {
        return percent ? (amount * clients + HUNDRED - 1) / HUNDRED : amount;
    }

    public boolean isAll() {
        return percent && amount == HUNDRED;
    }

    @Override
    public String toString() {
        return amount + (percent ? "%" : "");
    }
}
