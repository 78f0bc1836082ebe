package parley.protocol;

import java.nio.ByteBuffer;
import java.util.Locale;

/** Every value that is computed in sections 4 and 5 of docs/protocol.md, under the name that it has there. */
final class KeySchedule {
    private static final byte[] PROLOGUE = Hash.ascii("Parley/1");
    private static final byte[] COMMIT_S = Hash.ascii("parley1 commit s");
    private static final byte[] COMMIT_C = Hash.ascii("parley1 commit c");
    private static final byte[] BINDER = Hash.ascii("parley1 binder");
    private static final byte[] SERVER_PROOF = Hash.ascii("parley1 server proof");
    private static final byte[] CLIENT_PROOF = Hash.ascii("parley1 client proof");
    private static final int CODES = 1_000_000;

    private KeySchedule() {}

    static byte[] n_s(byte[] r_s) {
        return Hash.sha256(COMMIT_S, r_s);
    }

    static byte[] n_c(byte[] r_c, PublicKey C_pub) {
        return Hash.sha256(COMMIT_C, r_c, C_pub.bytes());
    }

    static byte[] prologue(byte[] M0, byte[] M1Header) {
        return Hash.concat(PROLOGUE, M0, M1Header);
    }

    static byte[] binder(byte[] k_bind, byte[] n_s, byte[] M1WithoutBinder) {
        return Hash.hmac(k_bind, BINDER, n_s, Hash.sha256(M1WithoutBinder));
    }

    static byte[] proof_s(byte[] k_sp, byte[] n_c, byte[] n_s, byte[] h2) {
        return Hash.hmac(k_sp, SERVER_PROOF, n_c, n_s, h2);
    }

    static byte[] kc(byte[] ss, byte[] h2) {
        return Hash.expandLabel(ss, "kem confirm", h2, Hash.SIZE);
    }

    static byte[] proof_c(byte[] k_cp, byte[] n_s, byte[] n_c, byte[] h2, PublicKey C_pub, byte[] kc) {
        return Hash.hmac(k_cp, CLIENT_PROOF, n_s, n_c, h2, C_pub.bytes(), kc);
    }

    static byte[] master(byte[] t1, byte[] t2, byte[] ss) {
        byte[] salt = Hash.concat(t1, t2);
        byte[] master = Hash.extract(salt, ss);
        Hash.wipe(salt);
        return master;
    }

    static byte[] c_0(byte[] master, byte[] hF) {
        return Hash.expandLabel(master, "c traffic", hF, Hash.SIZE);
    }

    static byte[] s_0(byte[] master, byte[] hF) {
        return Hash.expandLabel(master, "s traffic", hF, Hash.SIZE);
    }

    static byte[] sessionId(byte[] master, byte[] hF) {
        return Hash.expandLabel(master, "session id", hF, 16);
    }

    /** Six digits, as shown: {@code "072 045"}. */
    static String approvalCode(byte[] master, byte[] hF, byte[] r_c, byte[] r_s) {
        byte[] four = Hash.expandLabel(master, "approval code", Hash.sha256(hF, r_c, r_s), 4);
        long number = Integer.toUnsignedLong(ByteBuffer.wrap(four).getInt()) % CODES;
        return String.format(Locale.ROOT, "%03d %03d", number / 1000, number % 1000);
    }

    static byte[] key(byte[] x_i) {
        return Hash.expandLabel(x_i, "key", Hash.NONE, 32);
    }

    static byte[] iv(byte[] x_i) {
        return Hash.expandLabel(x_i, "iv", Hash.NONE, Aead.NONCE);
    }

    static byte[] update(byte[] x_i) {
        return Hash.expandLabel(x_i, "update", Hash.NONE, Hash.SIZE);
    }
}
