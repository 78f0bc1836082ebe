package parley.protocol;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;

/** A server identity, a token of it and a client key: two ends that can meet in memory. */
final class Peers {
    private static final SecureRandom RANDOM = new SecureRandom();

    final Suite suite;
    final StaticKey serverKey;
    final StaticKey clientKey = StaticKey.generate(RANDOM);
    final JoinToken token;
    final PskKeys keys;
    final ServerHandshake.Credentials credentials;

    Peers(Suite suite) {
        this(suite, StaticKey.generate(RANDOM));
    }

    Peers(Suite suite, StaticKey serverKey) {
        this.suite = suite;
        this.serverKey = serverKey;
        byte[] psk = new byte[32];
        RANDOM.nextBytes(psk);
        this.token = token(suite, KeyId.random(RANDOM), psk, serverKey.publicKey());
        this.keys = PskKeys.derive(token.psk(), token.keyId(), token.serverKey(), suite);
        this.credentials = new ServerHandshake.Credentials(suite, serverKey, keys);
    }

    static JoinToken token(Suite suite, KeyId keyId, byte[] psk, PublicKey serverKey) {
        try {
            return new JoinToken(
                    suite,
                    keyId,
                    Secret.of(psk),
                    serverKey,
                    Instant.ofEpochSecond(1_900_000_000),
                    List.of("ws://127.0.0.1:8080"));
        } catch (JoinTokenException e) {
            throw new AssertionError(e);
        }
    }

    ServerHandshake server() {
        return new ServerHandshake(RANDOM);
    }

    ServerHandshake serverWith(String seed) {
        return new ServerHandshake(new SeededRandom(seed));
    }

    ClientHandshake client() {
        return new ClientHandshake(token, clientKey, RANDOM);
    }

    ClientHandshake clientWith(String seed) {
        return new ClientHandshake(token, clientKey, new SeededRandom(seed));
    }

    /** A handshake as it should be. */
    Meeting meet() throws ProtocolException {
        return meet(server(), client());
    }

    Meeting meet(ServerHandshake server, ClientHandshake client) throws ProtocolException {
        byte[] m0 = server.createM0();
        byte[] m1 = client.consumeM0CreateM1(m0);
        byte[] m2 = server.consumeM1CreateM2(m1, credentials);
        byte[] m3 = client.consumeM2CreateM3(m2);
        Session serverSession = server.consumeM3(m3);
        return new Meeting(m0, m1, m2, m3, client.session(), serverSession);
    }

    record Meeting(byte[] m0, byte[] m1, byte[] m2, byte[] m3, Session client, Session server) {}
}
