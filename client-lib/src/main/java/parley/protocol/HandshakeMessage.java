package parley.protocol;

import java.util.Arrays;

/** The layout of M0 to M3 (docs/protocol.md, section 4). */
final class HandshakeMessage {
    static final byte M0 = 0;
    static final byte M1 = 1;
    static final byte M2 = 2;
    static final byte M3 = 3;
    static final byte VERSION = 1;
    /** Type and version, which every message begins with. */
    static final int HEADER = 2;
    /** What of M1 goes into the prologue: everything before noise1. */
    static final int M1_HEADER = 51;
    /** The length of binder, proof_s, proof_c and of the challenges and what they commit to. */
    static final int VALUE = 32;

    private static final int KEY_ID_AT = 3;
    private static final int N_C_AT = 19;

    private HandshakeMessage() {}

    static void check(byte[] message, byte type, int size) throws ProtocolException {
        if (message.length != size) {
            throw new ProtocolException(Failure.SIZE);
        }
        if (message[0] != type) {
            throw new ProtocolException(Failure.TYPE);
        }
        if (message[1] != VERSION) {
            throw new ProtocolException(Failure.VERSION);
        }
    }

    /** The suite of an M1 whose size, type, version and suite are right. */
    static Suite checkM1(byte[] m1) throws ProtocolException {
        if (m1.length != Suite.X25519.m1Size() && m1.length != Suite.X25519_MLKEM768.m1Size()) {
            throw new ProtocolException(Failure.SIZE);
        }
        check(m1, M1, m1.length);
        for (Suite suite : Suite.values()) {
            if (m1[HEADER] == suite.code() && m1.length == suite.m1Size()) {
                return suite;
            }
        }
        throw new ProtocolException(Failure.SUITE);
    }

    static KeyId keyId(byte[] m1) {
        return KeyId.of(Arrays.copyOfRange(m1, KEY_ID_AT, N_C_AT));
    }

    static byte[] n_c(byte[] m1) {
        return Arrays.copyOfRange(m1, N_C_AT, M1_HEADER);
    }

    static byte[] m1Header(Suite suite, KeyId keyId, byte[] n_c) {
        return Hash.concat(new byte[] {M1, VERSION, (byte) suite.code()}, keyId.bytes(), n_c);
    }

    static byte[] header(byte type) {
        return new byte[] {type, VERSION};
    }

    /** Everything but the 32 bytes at the end. */
    static byte[] withoutValue(byte[] message) {
        return Arrays.copyOf(message, message.length - VALUE);
    }

    /** The 32 bytes at the end: the binder of M1, proof_s of M2. */
    static byte[] value(byte[] message) {
        return Arrays.copyOfRange(message, message.length - VALUE, message.length);
    }
}
