package parley.protocol;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.security.auth.Destroyable;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of the handshake: M0 in, M1 out, M2 in, M3 out, then the {@link Session}. When it gives a session,
 * the peer holds the private key of the token's server and the PSK; that the server accepted this client is known only
 * when its first record opens. One handshake serves one connection; any failure ends it and wipes it. Not thread-safe.
 */
public final class ClientHandshake implements Destroyable {
    private enum State {
        EXPECTS_M0,
        EXPECTS_M2,
        DONE,
        ENDED
    }

    private final Suite suite;
    private final KeyId keyId;
    private final PublicKey serverKey;
    private final StaticKey clientKey;
    private final PskKeys keys;
    private final Randomness random;
    private State state = State.EXPECTS_M0;
    private @Nullable HandshakeState noise;
    private @Nullable MlKem768 kem;
    private byte[] n_s = Hash.NONE;
    private byte[] n_c = Hash.NONE;
    private byte[] r_c = Hash.NONE;
    private @Nullable Session session;

    /**
     * Neither the token nor the client's key is kept beyond the handshake or destroyed by it.
     *
     * @throws IllegalArgumentException if the client's key is the server's
     * @throws IllegalStateException if the random source fails
     */
    public ClientHandshake(JoinToken token, StaticKey clientKey, SecureRandom random) {
        if (clientKey.publicKey().equals(token.serverKey())) {
            throw new IllegalArgumentException("A client cannot have the server's key.");
        }
        this.suite = token.suite();
        this.keyId = token.keyId();
        this.serverKey = token.serverKey();
        this.clientKey = clientKey;
        this.keys = PskKeys.derive(token.psk(), keyId, serverKey, suite);
        this.random = new Randomness(random);
    }

    /** @throws ProtocolException if M0 is not as it should be, or not expected */
    public byte[] consumeM0CreateM1(byte[] m0) throws ProtocolException {
        return Step.orEnd(
                () -> {
                    expect(State.EXPECTS_M0);
                    HandshakeMessage.check(m0, HandshakeMessage.M0, Wire.M0_SIZE);
                    n_s = Arrays.copyOfRange(m0, HandshakeMessage.HEADER, m0.length);
                    r_c = random.draw(HandshakeMessage.VALUE);
                    n_c = KeySchedule.n_c(r_c, clientKey.publicKey());
                    byte[] header = HandshakeMessage.m1Header(suite, keyId, n_c);
                    byte[] prologue = KeySchedule.prologue(m0, header);
                    HandshakeState initiator =
                            HandshakeState.initiator(prologue, clientKey, serverKey, keys.k_noise(), random);
                    noise = initiator;
                    byte[] withoutBinder = Hash.concat(header, initiator.writeMessage(createEk()));
                    byte[] binder = KeySchedule.binder(keys.k_bind(), n_s, withoutBinder);
                    state = State.EXPECTS_M2;
                    return Hash.concat(withoutBinder, binder);
                },
                this::destroy);
    }

    private byte[] createEk() {
        if (suite == Suite.X25519) {
            return Hash.NONE;
        }
        byte[] seed = random.draw(MlKem768.SEED);
        MlKem768 made = new MlKem768(seed);
        kem = made;
        Hash.wipe(seed);
        return made.ek();
    }

    /** @throws ProtocolException if M2 was not made by the token's server for this handshake, or is not expected */
    public byte[] consumeM2CreateM3(byte[] m2) throws ProtocolException {
        return Step.orEnd(
                () -> {
                    expect(State.EXPECTS_M2);
                    HandshakeMessage.check(m2, HandshakeMessage.M2, suite.m2Size());
                    byte[] noise2 = Arrays.copyOfRange(m2, HandshakeMessage.HEADER, m2.length - HandshakeMessage.VALUE);
                    HandshakeState initiator = Step.made(noise);
                    byte[] ct = initiator.readMessage(noise2);
                    byte[] h2 = initiator.h();
                    byte[] proof_s = KeySchedule.proof_s(keys.k_sp(), n_c, n_s, h2);
                    if (!MessageDigest.isEqual(proof_s, HandshakeMessage.value(m2))) {
                        throw new ProtocolException(Failure.PROOF);
                    }
                    byte[] ss = kem == null ? new byte[Hash.SIZE] : kem.decapsulate(ct);
                    byte[] kc = KeySchedule.kc(ss, h2);
                    byte[] proof_c = KeySchedule.proof_c(keys.k_cp(), n_s, n_c, h2, clientKey.publicKey(), kc);
                    byte[] payload = Hash.concat(proof_c, r_c);
                    byte[] noise3 = initiator.writeMessage(payload);
                    session = Session.ofClient(initiator, ss, serverKey, clientKey.publicKey(), r_c, n_s);
                    Hash.wipe(ss, kc, payload);
                    wipe();
                    state = State.DONE;
                    return Hash.concat(HandshakeMessage.header(HandshakeMessage.M3), noise3);
                },
                this::destroy);
    }

    /** @throws IllegalStateException before M3 has been created and after {@link #destroy()} */
    public Session session() {
        if (state != State.DONE || session == null) {
            throw new IllegalStateException("The handshake has not come to its end.");
        }
        return session;
    }

    private void expect(State expected) throws ProtocolException {
        if (state != expected) {
            throw new ProtocolException(Failure.ORDER);
        }
    }

    private void wipe() {
        keys.destroy();
        Hash.wipe(r_c);
        if (noise != null) {
            noise.wipe();
        }
        if (kem != null) {
            kem.destroy();
        }
    }

    /** Wipes the handshake, and its session with it. */
    @Override
    public void destroy() {
        wipe();
        state = State.ENDED;
        if (session != null) {
            session.destroy();
        }
    }

    @Override
    public boolean isDestroyed() {
        return state == State.ENDED;
    }

    @Override
    public String toString() {
        return "ClientHandshake[" + keyId + ", " + state + "]";
    }
}
