package parley.bench.crypto;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import parley.protocol.ClientHandshake;
import parley.protocol.JoinToken;
import parley.protocol.JoinTokenException;
import parley.protocol.KeyId;
import parley.protocol.ProtocolException;
import parley.protocol.PskKeys;
import parley.protocol.Secret;
import parley.protocol.ServerHandshake;
import parley.protocol.Session;
import parley.protocol.StaticKey;
import parley.protocol.Suite;

/** A client and a server of Parley/1 in memory, that know each other by a token. */
final class ParleyPeers {

    private static final int KEY_BYTES = 32;

    private final SecureRandom random = new SecureRandom();
    private final StaticKey clientKey = StaticKey.generate(random);
    private final JoinToken token;
    private final ServerHandshake.Credentials credentials;
    private final ReplayedRandom replayed = new ReplayedRandom();
    private final byte[] m1;
    private final byte[] m3;

    /** The two ends of a session. */
    record Sessions(Session client, Session server) {}

    ParleyPeers(Suite suite) {
        StaticKey serverKey = StaticKey.generate(random);
        byte[] psk = new byte[KEY_BYTES];
        random.nextBytes(psk);
        KeyId keyId = KeyId.random(random);
        try {
            this.token = new JoinToken(
                    suite, keyId, Secret.of(psk), serverKey.publicKey(), Instant.EPOCH, List.of("ws://127.0.0.1:8080"));
            PskKeys keys = PskKeys.derive(token.psk(), keyId, serverKey.publicKey(), suite);
            this.credentials = new ServerHandshake.Credentials(suite, serverKey, keys);
            ServerHandshake server = new ServerHandshake(replayed);
            ClientHandshake client = new ClientHandshake(token, clientKey, random);
            this.m1 = client.consumeM0CreateM1(server.createM0());
            this.m3 = client.consumeM2CreateM3(server.consumeM1CreateM2(m1, credentials));
        } catch (JoinTokenException | ProtocolException e) {
            throw new IllegalStateException("the peers are made for each other", e);
        }
    }

    /** A whole handshake, both ends. */
    Sessions handshake() throws ProtocolException {
        ServerHandshake server = new ServerHandshake(random);
        ClientHandshake client = new ClientHandshake(token, clientKey, random);
        byte[] first = client.consumeM0CreateM1(server.createM0());
        byte[] third = client.consumeM2CreateM3(server.consumeM1CreateM2(first, credentials));
        return new Sessions(client.session(), server.consumeM3(third));
    }

    /** The server's half of a handshake that has been before: all its work, but for drawing random numbers. */
    Session serverHalf() throws ProtocolException {
        replayed.reset();
        ServerHandshake server = new ServerHandshake(replayed);
        server.createM0();
        server.consumeM1CreateM2(m1, credentials);
        return server.consumeM3(m3);
    }
}
