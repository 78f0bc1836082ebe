package parley.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import org.jspecify.annotations.Nullable;

/**
 * HandshakeState of the Noise Protocol Framework (revision 34, section 5.3): carries out a {@link Pattern}. After an
 * exception it must not be used again.
 */
final class HandshakeState {
    private final Pattern pattern;
    private final boolean initiator;
    private final SymmetricState symmetric;
    private final Randomness random;
    private final StaticKey s;
    private final byte[] psk;
    private @Nullable StaticKey e;
    private @Nullable PublicKey rs;
    private @Nullable PublicKey re;
    private int message;

    HandshakeState(
            Pattern pattern,
            boolean initiator,
            SymmetricState symmetric,
            byte[] prologue,
            StaticKey s,
            @Nullable PublicKey rs,
            byte[] psk,
            Randomness random) {
        this.pattern = pattern;
        this.initiator = initiator;
        this.symmetric = symmetric;
        this.random = random;
        this.s = s;
        this.rs = rs;
        this.psk = psk.clone();
        symmetric.mixHash(prologue);
        for (Pattern.Token ignored : pattern.responderPre()) {
            symmetric.mixHash((initiator ? Step.made(rs) : s.publicKey()).bytes());
        }
    }

    static HandshakeState initiator(byte[] prologue, StaticKey s, PublicKey rs, byte[] psk, Randomness random) {
        SymmetricState symmetric = new SymmetricState(Pattern.XKPSK0.protocolName());
        return new HandshakeState(Pattern.XKPSK0, true, symmetric, prologue, s, rs, psk, random);
    }

    static HandshakeState responder(byte[] prologue, StaticKey s, byte[] psk, Randomness random) {
        SymmetricState symmetric = new SymmetricState(Pattern.XKPSK0.protocolName());
        return new HandshakeState(Pattern.XKPSK0, false, symmetric, prologue, s, null, psk, random);
    }

    byte[] writeMessage(byte[] payload) throws ProtocolException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Pattern.Token token : pattern.messages().get(message)) {
            switch (token) {
                case E -> {
                    StaticKey ephemeral = StaticKey.generate(random);
                    e = ephemeral;
                    out.writeBytes(ephemeral.publicKey().bytes());
                    mixEphemeral(ephemeral.publicKey());
                }
                case S -> out.writeBytes(symmetric.encryptAndHash(s.publicKey().bytes()));
                default -> mix(token);
            }
        }
        out.writeBytes(symmetric.encryptAndHash(payload));
        message++;
        return out.toByteArray();
    }

    byte[] readMessage(byte[] bytes) throws ProtocolException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        for (Pattern.Token token : pattern.messages().get(message)) {
            switch (token) {
                case E -> {
                    PublicKey ephemeral = canonical(take(in, PublicKey.SIZE));
                    re = ephemeral;
                    mixEphemeral(ephemeral);
                }
                case S -> {
                    int length = PublicKey.SIZE + (symmetric.hasKey() ? Aead.TAG : 0);
                    rs = canonical(symmetric.decryptAndHash(take(in, length)));
                }
                default -> mix(token);
            }
        }
        byte[] payload = symmetric.decryptAndHash(take(in, in.remaining()));
        message++;
        return payload;
    }

    private void mixEphemeral(PublicKey ephemeral) {
        symmetric.mixHash(ephemeral.bytes());
        if (pattern.hasPsk()) {
            symmetric.mixKey(ephemeral.bytes());
        }
    }

    private void mix(Pattern.Token token) throws ProtocolException {
        if (token == Pattern.Token.PSK) {
            symmetric.mixKeyAndHash(psk);
            return;
        }
        byte[] shared =
                switch (token) {
                    case EE -> Step.made(e).agree(Step.made(re));
                    case ES -> initiator ? Step.made(e).agree(Step.made(rs)) : s.agree(Step.made(re));
                    case SE -> initiator ? s.agree(Step.made(re)) : Step.made(e).agree(Step.made(rs));
                    default -> throw new IllegalStateException("Token " + token + " is no key agreement.");
                };
        symmetric.mixKey(shared);
        Hash.wipe(shared);
    }

    private static byte[] take(ByteBuffer in, int length) throws ProtocolException {
        if (in.remaining() < length) {
            throw new ProtocolException(Failure.SIZE);
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static PublicKey canonical(byte[] bytes) throws ProtocolException {
        try {
            return PublicKey.canonical(bytes);
        } catch (InvalidKeyException e) {
            throw new ProtocolException(Failure.PUBLIC_KEY, e);
        }
    }

    byte[] h() {
        return symmetric.h();
    }

    /** The peer's static key; not of low order once a message with {@code es} or {@code se} has been read. */
    PublicKey remoteStatic() {
        return Step.made(rs);
    }

    byte[][] split() {
        return symmetric.split();
    }

    void wipe() {
        symmetric.wipe();
        Hash.wipe(psk);
        if (e != null) {
            e.destroy();
        }
    }
}
