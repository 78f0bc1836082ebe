package parley.bench.base;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;

/** How figures are written, and the median of many. */
public final class Figures {

    public static final int KIBIBYTE = 1024;
    public static final int MEBIBYTE = 1024 * 1024;
    private static final double WHOLE = 1_000;
    private static final MathContext THREE_DIGITS = new MathContext(3, RoundingMode.HALF_UP);

    private Figures() {}

    /** Three digits; from a thousand on, whole numbers. */
    public static BigDecimal rounded(double value) {
        BigDecimal exact = BigDecimal.valueOf(value);
        BigDecimal rounded =
                Math.abs(value) >= WHOLE ? exact.setScale(0, RoundingMode.HALF_UP) : exact.round(THREE_DIGITS);
        return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
    }

    /** The value below which this share of all is; the values need not be sorted. */
    public static double percentile(double[] values, double share) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.min(sorted.length - 1L, Math.round(Math.floor(sorted.length * share)))];
    }
}
