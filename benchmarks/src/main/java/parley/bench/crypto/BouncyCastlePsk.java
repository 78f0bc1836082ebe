package parley.bench.crypto;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Vector;
import org.bouncycastle.tls.AbstractTlsClient;
import org.bouncycastle.tls.AbstractTlsServer;
import org.bouncycastle.tls.BasicTlsPSKExternal;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.PRFAlgorithm;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsClientProtocol;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsPSKExternal;
import org.bouncycastle.tls.TlsProtocol;
import org.bouncycastle.tls.TlsServerProtocol;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/** TLS 1.3 of Bouncy Castle with an external PSK (RFC 8446, psk_dhe_ke) and X25519, in memory. */
final class BouncyCastlePsk {

    private static final int[] SUITES = {CipherSuite.TLS_AES_128_GCM_SHA256};
    private static final byte[] IDENTITY = "parley-bench".getBytes(StandardCharsets.US_ASCII);

    private final BcTlsCrypto crypto = new BcTlsCrypto(new SecureRandom());
    private final byte[] psk = new byte[32];
    private final byte[] buffer = new byte[16 * 1024];

    BouncyCastlePsk() {
        new SecureRandom().nextBytes(psk);
    }

    private TlsPSKExternal secret() {
        return new BasicTlsPSKExternal(IDENTITY, crypto.createSecret(psk), PRFAlgorithm.tls13_hkdf_sha256);
    }

    /** A whole handshake, both ends. */
    TlsServerProtocol handshake() throws IOException {
        TlsServerProtocol server = new TlsServerProtocol();
        server.accept(new PskServer());
        TlsClientProtocol client = new TlsClientProtocol();
        client.connect(new PskClient());
        boolean passed = true;
        while (passed) {
            passed = pass(client, server) || pass(server, client);
        }
        if (!client.isConnected() || !server.isConnected() || client.isHandshaking() || server.isHandshaking()) {
            throw new IllegalStateException("the handshake has not come to its end");
        }
        return server;
    }

    private boolean pass(TlsProtocol from, TlsProtocol to) throws IOException {
        int count = from.getAvailableOutputBytes();
        if (count == 0) {
            return false;
        }
        count = from.readOutput(buffer, 0, Math.min(count, buffer.length));
        to.offerInput(buffer, 0, count);
        return true;
    }

    private final class PskClient extends AbstractTlsClient {

        PskClient() {
            super(BouncyCastlePsk.this.crypto);
        }

        @Override
        protected ProtocolVersion[] getSupportedVersions() {
            return ProtocolVersion.TLSv13.only();
        }

        @Override
        protected int[] getSupportedCipherSuites() {
            return SUITES.clone();
        }

        @Override
        @SuppressWarnings("rawtypes") // so it is declared
        protected Vector<?> getSupportedGroups(Vector namedGroupRoles) {
            return new Vector<>(List.of(NamedGroup.x25519));
        }

        @Override
        public Vector<?> getEarlyKeyShareGroups() {
            return new Vector<>(List.of(NamedGroup.x25519));
        }

        @Override
        public Vector<?> getExternalPSKs() {
            return new Vector<>(List.of(secret()));
        }

        @Override
        public TlsAuthentication getAuthentication() {
            throw new IllegalStateException("there is no certificate");
        }
    }

    private final class PskServer extends AbstractTlsServer {

        PskServer() {
            super(BouncyCastlePsk.this.crypto);
        }

        @Override
        protected ProtocolVersion[] getSupportedVersions() {
            return ProtocolVersion.TLSv13.only();
        }

        @Override
        protected int[] getSupportedCipherSuites() {
            return SUITES.clone();
        }

        @Override
        public int[] getSupportedGroups() {
            return new int[] {NamedGroup.x25519};
        }

        @Override
        @SuppressWarnings("rawtypes") // so it is declared
        public TlsPSKExternal getExternalPSK(Vector identities) {
            return secret();
        }

        @Override
        public TlsCredentials getCredentials() {
            throw new IllegalStateException("there is no certificate");
        }
    }
}
