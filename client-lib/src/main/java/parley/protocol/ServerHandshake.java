package parley.protocol;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.security.auth.Destroyable;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of the handshake: M0 out, M1 in, M2 out, M3 in, then the {@link Session}. When it returns a
 * session, the peer holds the PSK and the private key of {@link Session#peerKey()}; the caller decides whether that
 * client may take part, and says so inside the session. No public-key operation happens before the binder has
 * verified. One handshake serves one connection; any failure ends it and wipes it. Not thread-safe.
 */
public final class ServerHandshake implements Destroyable {
    /**
     * What belongs to a key id.
     *
     * @param suite of the token; an M1 of another one is refused
     * @param serverKey the server identity that the token names; the handshake does not destroy it
     * @param keys of the token; the handshake does not destroy them
     */
    public record Credentials(Suite suite, StaticKey serverKey, PskKeys keys) {
        @Override
        public String toString() {
            return "Credentials[" + suite + ", " + serverKey + "]";
        }
    }

    private enum State {
        CREATES_M0,
        EXPECTS_M1,
        EXPECTS_M3,
        ENDED
    }

    private static final byte[] DUMMY_KEY = new byte[Hash.SIZE];

    private final Randomness random;
    private State state = State.CREATES_M0;
    private @Nullable Credentials credentials;
    private @Nullable HandshakeState noise;
    private byte[] m0 = Hash.NONE;
    private byte[] r_s = Hash.NONE;
    private byte[] n_s = Hash.NONE;
    private byte[] n_c = Hash.NONE;
    private byte[] h2 = Hash.NONE;
    private byte[] ss = Hash.NONE;

    /** @throws IllegalStateException if the random source fails */
    public ServerHandshake(SecureRandom random) {
        this.random = new Randomness(random);
    }

    /**
     * The server's challenge, for the moment when the connection opens.
     *
     * @throws IllegalStateException if the random source fails or is stuck, or this is the second call
     */
    public byte[] createM0() {
        if (state != State.CREATES_M0) {
            throw new IllegalStateException("A handshake has one M0.");
        }
        r_s = random.draw(HandshakeMessage.VALUE);
        n_s = KeySchedule.n_s(r_s);
        m0 = Hash.concat(HandshakeMessage.header(HandshakeMessage.M0), n_s);
        state = State.EXPECTS_M1;
        return m0.clone();
    }

    /**
     * The key id that an M1 names, for looking up its credentials. Nothing in it has been verified.
     *
     * @throws ProtocolException if its size, type, version or suite is wrong
     */
    public static KeyId keyIdOf(byte[] m1) throws ProtocolException {
        HandshakeMessage.checkM1(m1);
        return HandshakeMessage.keyId(m1);
    }

    /**
     * @param credentialsOrNullIfUnknown what belongs to {@link #keyIdOf}; null if that is unknown: then the same HMAC
     *     work is done as for a binder that does not verify, and the outcome is the same
     * @throws ProtocolException if M1 was not made by a holder of the PSK for this connection, or is not expected
     */
    public byte[] consumeM1CreateM2(byte[] m1, @Nullable Credentials credentialsOrNullIfUnknown)
            throws ProtocolException {
        return Step.orEnd(
                () -> {
                    expect(State.EXPECTS_M1);
                    Suite suite = HandshakeMessage.checkM1(m1);
                    Credentials verified = checkBinder(m1, suite, credentialsOrNullIfUnknown);
                    credentials = verified;
                    return createM2(m1, suite, verified);
                },
                this::destroy);
    }

    private Credentials checkBinder(byte[] m1, Suite suite, @Nullable Credentials found) throws ProtocolException {
        byte[] k_bind = found != null && found.suite() == suite ? found.keys().k_bind() : DUMMY_KEY;
        byte[] binder = KeySchedule.binder(k_bind, n_s, HandshakeMessage.withoutValue(m1));
        boolean verified = MessageDigest.isEqual(binder, HandshakeMessage.value(m1));
        if (found == null || found.suite() != suite) {
            throw new ProtocolException(found == null ? Failure.KEY_ID : Failure.SUITE);
        }
        if (!verified) {
            throw new ProtocolException(Failure.BINDER);
        }
        return found;
    }

    private byte[] createM2(byte[] m1, Suite suite, Credentials verified) throws ProtocolException {
        n_c = HandshakeMessage.n_c(m1);
        byte[] header = Arrays.copyOf(m1, HandshakeMessage.M1_HEADER);
        byte[] prologue = KeySchedule.prologue(m0, header);
        HandshakeState responder = HandshakeState.responder(
                prologue, verified.serverKey(), verified.keys().k_noise(), random);
        noise = responder;
        byte[] noise1 = Arrays.copyOfRange(m1, HandshakeMessage.M1_HEADER, m1.length - HandshakeMessage.VALUE);
        byte[] ek = responder.readMessage(noise1);
        byte[] ct = Hash.NONE;
        ss = new byte[Hash.SIZE];
        if (suite == Suite.X25519_MLKEM768) {
            byte[] m = random.draw(MlKem768.M);
            MlKem768.Encapsulation encapsulation = MlKem768.encapsulate(ek, m);
            Hash.wipe(m);
            ct = encapsulation.ct();
            ss = encapsulation.ss();
        }
        byte[] noise2 = responder.writeMessage(ct);
        h2 = responder.h();
        byte[] proof_s = KeySchedule.proof_s(verified.keys().k_sp(), n_c, n_s, h2);
        state = State.EXPECTS_M3;
        return Hash.concat(HandshakeMessage.header(HandshakeMessage.M2), noise2, proof_s);
    }

    /**
     * @throws ProtocolException if M3 was not made by the client of M1, with the key it committed to, or not expected
     */
    public Session consumeM3(byte[] m3) throws ProtocolException {
        return Step.orEnd(
                () -> {
                    expect(State.EXPECTS_M3);
                    HandshakeMessage.check(m3, HandshakeMessage.M3, Wire.M3_SIZE);
                    HandshakeState responder = Step.made(noise);
                    byte[] payload = responder.readMessage(Arrays.copyOfRange(m3, HandshakeMessage.HEADER, m3.length));
                    PublicKey C_pub = responder.remoteStatic();
                    byte[] r_c = Arrays.copyOfRange(payload, HandshakeMessage.VALUE, payload.length);
                    checkClient(C_pub, Arrays.copyOf(payload, HandshakeMessage.VALUE), r_c);
                    Session session = Session.ofServer(responder, ss, C_pub, r_c, r_s);
                    Hash.wipe(payload, r_c);
                    destroy();
                    return session;
                },
                this::destroy);
    }

    private void checkClient(PublicKey C_pub, byte[] received, byte[] r_c) throws ProtocolException {
        Credentials verified = Step.made(credentials);
        if (C_pub.equals(verified.serverKey().publicKey())) {
            throw new ProtocolException(Failure.IDENTITY);
        }
        if (!MessageDigest.isEqual(n_c, KeySchedule.n_c(r_c, C_pub))) {
            throw new ProtocolException(Failure.COMMITMENT);
        }
        byte[] kc = KeySchedule.kc(ss, h2);
        byte[] proof_c = KeySchedule.proof_c(verified.keys().k_cp(), n_s, n_c, h2, C_pub, kc);
        Hash.wipe(kc);
        if (!MessageDigest.isEqual(proof_c, received)) {
            throw new ProtocolException(Failure.PROOF);
        }
    }

    private void expect(State expected) throws ProtocolException {
        if (state != expected) {
            throw new ProtocolException(Failure.ORDER);
        }
    }

    /** Wipes the handshake; a session from it stays usable. */
    @Override
    public void destroy() {
        state = State.ENDED;
        credentials = null;
        Hash.wipe(r_s, ss);
        if (noise != null) {
            noise.wipe();
        }
    }

    @Override
    public boolean isDestroyed() {
        return state == State.ENDED;
    }

    @Override
    public String toString() {
        return "ServerHandshake[" + state + "]";
    }
}
