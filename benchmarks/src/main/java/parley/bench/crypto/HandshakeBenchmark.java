package parley.bench.crypto;

import java.io.IOException;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLEngine;
import org.bouncycastle.tls.TlsServerProtocol;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import parley.protocol.ProtocolException;
import parley.protocol.Session;
import parley.protocol.Suite;

/** Handshakes, for JMH: each method is one, in one thread. */
@State(Scope.Thread)
public class HandshakeBenchmark {

    /** Peers of suite 1. */
    @State(Scope.Thread)
    public static class Suite1 {
        final ParleyPeers peers = new ParleyPeers(Suite.X25519);
        final HandshakePrimitives primitives = new HandshakePrimitives(Suite.X25519);
    }

    /** Peers of suite 2. */
    @State(Scope.Thread)
    public static class Suite2 {
        final ParleyPeers peers = new ParleyPeers(Suite.X25519_MLKEM768);
        final HandshakePrimitives primitives = new HandshakePrimitives(Suite.X25519_MLKEM768);
    }

    /** Peers of Bouncy Castle's TLS. */
    @State(Scope.Thread)
    public static class BouncyCastle {
        final BouncyCastlePsk peers = new BouncyCastlePsk();
    }

    /** Peers of the JDK's TLS. */
    @State(Scope.Thread)
    public static class Jdk {
        final CertificateTls peers = new CertificateTls();
    }

    @Benchmark
    public Object suite1(Suite1 state) throws ProtocolException {
        return state.peers.handshake();
    }

    @Benchmark
    public int suite1Primitives(Suite1 state) throws GeneralSecurityException {
        return state.primitives.both();
    }

    @Benchmark
    public Session suite1Server(Suite1 state) throws ProtocolException {
        return state.peers.serverHalf();
    }

    @Benchmark
    public int suite1ServerPrimitives(Suite1 state) throws GeneralSecurityException {
        return state.primitives.server();
    }

    @Benchmark
    public Object suite2(Suite2 state) throws ProtocolException {
        return state.peers.handshake();
    }

    @Benchmark
    public int suite2Primitives(Suite2 state) throws GeneralSecurityException {
        return state.primitives.both();
    }

    @Benchmark
    public Session suite2Server(Suite2 state) throws ProtocolException {
        return state.peers.serverHalf();
    }

    @Benchmark
    public int suite2ServerPrimitives(Suite2 state) throws GeneralSecurityException {
        return state.primitives.server();
    }

    @Benchmark
    public TlsServerProtocol bouncyCastlePsk(BouncyCastle state) throws IOException {
        return state.peers.handshake();
    }

    @Benchmark
    public SSLEngine jdkCertificate(Jdk state) throws IOException {
        return state.peers.handshake();
    }
}
