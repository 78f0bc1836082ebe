package parley.server.sessions.connection;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import parley.protocol.KeyId;
import parley.protocol.ProtocolException;
import parley.protocol.ServerHandshake;
import parley.protocol.Session;
import parley.server.tokens.Tokens;

/** The handshake of one connection with the keys of the token that the peer names. */
final class Handshaking {

    private final Tokens tokens;
    private final ServerHandshake handshake;
    private volatile ServerHandshake.@Nullable Credentials credentials;
    private @Nullable KeyId keyId;

    Handshaking(Tokens tokens, ServerHandshake handshake) {
        this.tokens = tokens;
        this.handshake = handshake;
    }

    byte[] m0() {
        return handshake.createM0();
    }

    byte[] m2(byte[] m1) throws ProtocolException {
        KeyId named = ServerHandshake.keyIdOf(m1);
        ServerHandshake.@Nullable Credentials its = tokens.credentials(named);
        keyId = named;
        credentials = its;
        return handshake.consumeM1CreateM2(m1, its);
    }

    Session session(byte[] m3) throws ProtocolException {
        Session session = handshake.consumeM3(m3);
        forget();
        return session;
    }

    /** The token that the peer named; only a session proves that the peer holds it. */
    Optional<KeyId> keyId() {
        return Optional.ofNullable(keyId);
    }

    /** Wipes the keys. From any thread. */
    void forget() {
        handshake.destroy();
        ServerHandshake.@Nullable Credentials used = credentials;
        if (used != null) {
            used.keys().destroy();
        }
    }
}
