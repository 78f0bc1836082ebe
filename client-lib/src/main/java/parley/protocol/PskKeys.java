package parley.protocol;

import java.util.Arrays;
import javax.security.auth.Destroyable;

/**
 * The four keys that the PSK of a token gives (docs/protocol.md, section 3). A server keeps these and not the PSK. They
 * belong to one key id, one server identity and one suite.
 */
public final class PskKeys implements Destroyable {
    /** The length of {@link #unsafeBytes()}. */
    public static final int SIZE = 4 * Hash.SIZE;

    private final Secret k_noise;
    private final Secret k_bind;
    private final Secret k_sp;
    private final Secret k_cp;

    private PskKeys(byte[] k_noise, byte[] k_bind, byte[] k_sp, byte[] k_cp) {
        this.k_noise = Secret.owning(k_noise);
        this.k_bind = Secret.owning(k_bind);
        this.k_sp = Secret.owning(k_sp);
        this.k_cp = Secret.owning(k_cp);
    }

    /** The keys of a token. */
    public static PskKeys derive(Secret psk, KeyId keyId, PublicKey serverKey, Suite suite) {
        byte[] epsk = epsk(psk.bytes());
        byte[] ipsk = ipsk(epsk, ctx(keyId, serverKey, suite));
        try {
            return new PskKeys(
                    Hash.expandLabel(ipsk, "noise psk", Hash.NONE, Hash.SIZE),
                    Hash.expandLabel(ipsk, "binder", Hash.NONE, Hash.SIZE),
                    Hash.expandLabel(ipsk, "server proof", Hash.NONE, Hash.SIZE),
                    Hash.expandLabel(ipsk, "client proof", Hash.NONE, Hash.SIZE));
        } finally {
            Hash.wipe(epsk, ipsk);
        }
    }

    static byte[] epsk(byte[] psk) {
        return Hash.extract(new byte[Hash.SIZE], psk);
    }

    static byte[] ctx(KeyId keyId, PublicKey serverKey, Suite suite) {
        return Hash.sha256(keyId.bytes(), serverKey.bytes(), new byte[] {0x50, 0x31, (byte) suite.code()});
    }

    static byte[] ipsk(byte[] epsk, byte[] ctx) {
        return Hash.expandLabel(epsk, "derived psk", ctx, Hash.SIZE);
    }

    /**
     * The keys from {@link #unsafeBytes()}.
     *
     * @throws IllegalArgumentException if these are not {@link #SIZE} bytes
     */
    public static PskKeys of(byte[] bytes) {
        if (bytes.length != SIZE) {
            throw new IllegalArgumentException("The keys of a token have 128 bytes, not " + bytes.length + ".");
        }
        return new PskKeys(
                Arrays.copyOfRange(bytes, 0, 32),
                Arrays.copyOfRange(bytes, 32, 64),
                Arrays.copyOfRange(bytes, 64, 96),
                Arrays.copyOfRange(bytes, 96, 128));
    }

    /** k_noise, k_bind, k_sp, k_cp, in this order: 128 bytes to be wrapped and stored. */
    public byte[] unsafeBytes() {
        return Hash.concat(k_noise.bytes(), k_bind.bytes(), k_sp.bytes(), k_cp.bytes());
    }

    byte[] k_noise() {
        return k_noise.bytes();
    }

    byte[] k_bind() {
        return k_bind.bytes();
    }

    byte[] k_sp() {
        return k_sp.bytes();
    }

    byte[] k_cp() {
        return k_cp.bytes();
    }

    @Override
    public void destroy() {
        k_noise.destroy();
        k_bind.destroy();
        k_sp.destroy();
        k_cp.destroy();
    }

    @Override
    public boolean isDestroyed() {
        return k_noise.isDestroyed();
    }

    @Override
    public String toString() {
        return "PskKeys[redacted]";
    }
}
