package parley.server.sessions.connection;

import java.util.Optional;
import parley.protocol.KeyId;
import parley.protocol.ProtocolException;
import parley.protocol.ServerHandshake;
import parley.protocol.Session;
import parley.server.tokens.Tokens;

/** The handshake of one connection with the keys of the token that the peer names. */
final class Handshaking {

    private final Tokens tokens;
    private final ServerHandshake handshake;
    private volatile ServerHandshake.Credentials credentials;
    private KeyId keyId;

    Handshaking(Tokens tokens, ServerHandshake handshake) {
        this.tokens = tokens;
        this.handshake = handshake;
    }

    byte[] m0() {
        return handshake.createM0();
    }

    byte[] m2(byte[] m1) throws ProtocolException {
        keyId = ServerHandshake.keyIdOf(m1);
        credentials = tokens.credentials(keyId);
        return handshake.consumeM1CreateM2(m1, credentials);
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
        ServerHandshake.Credentials used = credentials;
        if (used != null) {
            used.keys().destroy();
        }
    }
}
