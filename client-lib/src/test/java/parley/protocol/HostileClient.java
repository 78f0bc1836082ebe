package parley.protocol;

import java.security.SecureRandom;
import java.util.Arrays;

/**
 * A holder of the token that departs from the protocol where a test tells it to, with everything else right: binder,
 * tags and proofs are made with the real keys.
 */
final class HostileClient {
    private final Peers peers;
    private final Randomness random = new Randomness(new SecureRandom());
    private final MlKem768 kem = new MlKem768(random.draw(MlKem768.SEED));
    private HandshakeState noise;
    private byte[] n_s;
    private byte[] n_c;

    StaticKey key;
    byte[] ek = kem.ek();
    byte[] r_c = random.draw(32);
    /** What M3 opens n_c with. */
    byte[] opened = r_c;
    /** What n_c commits to. */
    PublicKey committed;
    /** What M3 carries as C_pub, whatever key the handshake is made with. */
    byte[] shown;

    byte[] proofKey;
    /** In place of the ML-KEM secret, for kc. */
    byte[] ss;

    HostileClient(Peers peers) {
        this.peers = peers;
        this.key = peers.clientKey;
        this.proofKey = peers.keys.k_cp();
    }

    byte[] consumeM0CreateM1(byte[] m0) throws ProtocolException {
        n_s = Arrays.copyOfRange(m0, 2, 34);
        n_c = KeySchedule.n_c(r_c, committed == null ? key.publicKey() : committed);
        byte[] header = HandshakeMessage.m1Header(peers.suite, peers.token.keyId(), n_c);
        noise = new HandshakeState(
                Pattern.XKPSK0,
                true,
                new ShowingState(),
                KeySchedule.prologue(m0, header),
                key,
                peers.serverKey.publicKey(),
                peers.keys.k_noise(),
                random);
        byte[] payload = peers.suite == Suite.X25519_MLKEM768 ? ek : Hash.NONE;
        return bound(Hash.concat(header, noise.writeMessage(payload)));
    }

    private byte[] bound(byte[] withoutBinder) {
        return Hash.concat(withoutBinder, KeySchedule.binder(peers.keys.k_bind(), n_s, withoutBinder));
    }

    /** An M1 with another e_c and the right binder for it. */
    byte[] withE_c(byte[] m1, byte[] e_c) {
        byte[] changed = HandshakeMessage.withoutValue(m1);
        System.arraycopy(e_c, 0, changed, HandshakeMessage.M1_HEADER, e_c.length);
        return bound(changed);
    }

    byte[] consumeM2CreateM3(byte[] m2) throws ProtocolException {
        byte[] ct = noise.readMessage(Arrays.copyOfRange(m2, 2, m2.length - 32));
        byte[] h2 = noise.h();
        byte[] secret = peers.suite == Suite.X25519_MLKEM768 ? kem.decapsulate(ct) : new byte[32];
        byte[] kc = KeySchedule.kc(ss == null ? secret : ss, h2);
        byte[] proof_c = Hash.hmac(proofKey, Hash.ascii("parley1 client proof"), n_s, n_c, h2, shown(), kc);
        return Hash.concat(
                HandshakeMessage.header(HandshakeMessage.M3), noise.writeMessage(Hash.concat(proof_c, opened)));
    }

    private byte[] shown() {
        return shown == null ? key.publicKey().bytes() : shown;
    }

    private final class ShowingState extends SymmetricState {
        ShowingState() {
            super(Pattern.XKPSK0.protocolName());
        }

        @Override
        byte[] encryptAndHash(byte[] plaintext) {
            boolean isOwnKey = Arrays.equals(plaintext, key.publicKey().bytes());
            return super.encryptAndHash(isOwnKey ? shown() : plaintext);
        }
    }
}
