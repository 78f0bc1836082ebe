package parley.bench.crypto;

import java.security.SecureRandom;

/** Gives the same bytes again after each reset, so that one end of a handshake can be repeated without the other. */
final class ReplayedRandom extends SecureRandom {

    private static final long serialVersionUID = 1;

    private final byte[] bytes = new byte[4_096];
    private int at;

    ReplayedRandom() {
        new SecureRandom().nextBytes(bytes);
    }

    void reset() {
        at = 0;
    }

    @Override
    public void nextBytes(byte[] drawn) {
        System.arraycopy(bytes, at, drawn, 0, drawn.length);
        at += drawn.length;
    }
}
