package parley.protocol;

/** What a handshake is made of beside the PSK. The join token says which; nothing is negotiated in band. */
public enum Suite {
    /** X25519 alone. */
    X25519(1),
    /** X25519 and ML-KEM-768: what was recorded stays secret from a later quantum computer. */
    X25519_MLKEM768(2);

    private final int code;

    Suite(int code) {
        this.code = code;
    }

    /** The suite's byte in tokens and in M1. */
    public int code() {
        return code;
    }

    /** The exact size of M1 in bytes. */
    public int m1Size() {
        return Wire.M1_SIZE + (this == X25519_MLKEM768 ? MlKem768.EK : 0);
    }

    /** The exact size of M2 in bytes. */
    public int m2Size() {
        return Wire.M2_SIZE + (this == X25519_MLKEM768 ? MlKem768.CT : 0);
    }

    /** @throws IllegalArgumentException if no suite has this code */
    public static Suite of(int code) {
        for (Suite suite : values()) {
            if (suite.code == code) {
                return suite;
            }
        }
        throw new IllegalArgumentException("There is no suite " + code + ".");
    }
}
