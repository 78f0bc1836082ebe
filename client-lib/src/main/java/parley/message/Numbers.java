package parley.message;

/** Bounds of the integers of §7. */
final class Numbers {

    static final long MAX = (1L << 53) - 1;
    static final long MAX_U32 = (1L << 32) - 1;

    private Numbers() {}

    static void checkCount(String what, long value) {
        check(what, value, 0, MAX);
    }

    static void check(String what, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(what + " is not within " + min + " to " + max);
        }
    }
}
