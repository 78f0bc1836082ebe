package parley.message.json;

/** Bounds of the integers of §7. */
public final class Numbers {

    public static final long MAX = (1L << 53) - 1;
    public static final long MAX_U32 = (1L << 32) - 1;

    private Numbers() {}

    /** @throws IllegalArgumentException when the value is negative or beyond 2^53 − 1; it names {@code what} */
    public static void checkCount(String what, long value) {
        check(what, value, 0, MAX);
    }

    /**
     * @throws IllegalArgumentException when the value is not within the bounds, which belong to it; it names
     *     {@code what}
     */
    public static void check(String what, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(what + " is not within " + min + " to " + max);
        }
    }
}
