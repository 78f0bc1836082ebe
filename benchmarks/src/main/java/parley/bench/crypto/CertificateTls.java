package parley.bench.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import parley.folders.FolderRemoval;

/** TLS 1.3 of the JDK: the server shows a P-256 certificate that the client trusts, the client none; in memory. */
final class CertificateTls {

    private static final String PASSWORD = "parley-bench";

    private final SSLContext context;
    private final ByteBuffer toServer = ByteBuffer.allocate(64 * 1024);
    private final ByteBuffer toClient = ByteBuffer.allocate(64 * 1024);
    private final ByteBuffer nothing = ByteBuffer.allocate(0);
    private final ByteBuffer plain = ByteBuffer.allocate(64 * 1024);

    CertificateTls() {
        try {
            KeyStore store = store();
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(store, PASSWORD.toCharArray());
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(store);
            context = SSLContext.getInstance("TLSv1.3");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        } catch (GeneralSecurityException | IOException | InterruptedException e) {
            throw new IllegalStateException("the JDK makes no certificate", e);
        }
    }

    private static KeyStore store() throws GeneralSecurityException, IOException, InterruptedException {
        Path folder = Files.createTempDirectory("parley-bench-certificate");
        try {
            Path file = folder.resolve("server.p12");
            String keytool =
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
            String command = keytool + " -genkeypair -alias server -keyalg EC -groupname secp256r1 -dname CN=localhost"
                    + " -storetype PKCS12 -storepass " + PASSWORD + " -keystore " + file;
            int end = new ProcessBuilder(command.split(" ")).inheritIO().start().waitFor();
            if (end != 0) {
                throw new IOException("keytool ended with " + end);
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(file)) {
                store.load(in, PASSWORD.toCharArray());
            }
            KeyStore trusting = KeyStore.getInstance("PKCS12");
            trusting.load(null, null);
            trusting.setEntry(
                    "server",
                    store.getEntry("server", new KeyStore.PasswordProtection(PASSWORD.toCharArray())),
                    new KeyStore.PasswordProtection(PASSWORD.toCharArray()));
            trusting.setCertificateEntry("trusted", store.getCertificate("server"));
            return trusting;
        } finally {
            FolderRemoval.delete(folder);
        }
    }

    /** A whole handshake, both ends; nothing is resumed, because the client's engine is not told whom it talks to. */
    SSLEngine handshake() throws SSLException {
        SSLEngine client = context.createSSLEngine();
        client.setUseClientMode(true);
        SSLEngine server = context.createSSLEngine();
        server.setUseClientMode(false);
        toServer.clear();
        toClient.clear();
        client.beginHandshake();
        server.beginHandshake();
        while (isHandshaking(client) || isHandshaking(server)) {
            step(client, toClient, toServer);
            step(server, toServer, toClient);
        }
        return server;
    }

    private static boolean isHandshaking(SSLEngine engine) {
        return engine.getHandshakeStatus() != SSLEngineResult.HandshakeStatus.NOT_HANDSHAKING;
    }

    private void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
        switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> {
                for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                    task.run();
                }
            }
            case NEED_WRAP -> engine.wrap(nothing, out);
            case NEED_UNWRAP -> {
                in.flip();
                plain.clear();
                engine.unwrap(in, plain);
                in.compact();
            }
            default -> {
                return; // it has done its part
            }
        }
    }
}
