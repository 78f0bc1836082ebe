package parley.bench;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** How figures are written. */
final class Figures {

    private Figures() {}

    /** Two digits behind the point. */
    static BigDecimal rounded(double value) {
        return BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_UP);
    }
}
