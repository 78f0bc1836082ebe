package parley.client.internal.negotiation;

/** The numbers of the fetches of one session; none is used twice. */
final class FetchNumbers {

    private static final long MAX = (1L << 32) - 1;

    private long last;

    long next() {
        if (last == MAX) {
            throw new IllegalStateException("one session has no more than 2^32 - 1 fetches");
        }
        return ++last;
    }

    boolean used(long number) {
        return number >= 1 && number <= last;
    }
}
