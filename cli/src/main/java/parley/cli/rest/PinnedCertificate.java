package parley.cli.rest;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The certificate of a server that no authority has to vouch for, because it is known by its fingerprint. Only this
 * very certificate is trusted then; who signed it, its names and its dates do not count.
 *
 * @param sha256 the SHA-256 digest of its DER form, 64 lower-case hex digits
 */
public record PinnedCertificate(String sha256) {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /**
     * Reads a fingerprint: 64 hex digits, also with colons, and with what {@code openssl x509 -fingerprint} prints
     * before them. Empty if the text is none.
     */
    public static Optional<PinnedCertificate> parse(String text) {
        String digits = text.strip()
                .toLowerCase(Locale.ROOT)
                .replaceFirst("^sha-?256( fingerprint)?[=:]", "")
                .replace(":", "")
                .strip();
        return digits.matches("[0-9a-f]{64}") ? Optional.of(new PinnedCertificate(digits)) : Optional.empty();
    }

    /**
     * The certificate that the server shows now. Nothing is sent to it, and nothing is trusted.
     *
     * @throws IOException when there is no TLS server
     */
    public static PinnedCertificate shownBy(ServerAddress server) throws IOException {
        Shown shown = new Shown();
        String host = server.base().getHost().replaceAll("^\\[|]$", "");
        int port = server.base().getPort() < 0 ? 443 : server.base().getPort();
        int patience = (int) PATIENCE.toMillis();
        try (Socket connection = new Socket()) {
            connection.connect(new InetSocketAddress(host, port), patience);
            connection.setSoTimeout(patience);
            try (SSLSocket tls =
                    (SSLSocket) context(shown).getSocketFactory().createSocket(connection, host, port, true)) {
                tls.startHandshake();
            }
        } catch (SSLException refused) {
            if (shown.certificate.isEmpty()) {
                throw refused;
            }
        }
        return shown.certificate.orElseThrow(() -> new IOException(server + " shows no certificate"));
    }

    /** TLS that trusts this certificate and no other. */
    public SSLContext context() {
        return context(new Pinned(this));
    }

    /** In groups of two digits, as other programs show it. */
    public String text() {
        return HexFormat.ofDelimiter(":").formatHex(HexFormat.of().parseHex(sha256));
    }

    private static PinnedCertificate of(X509Certificate certificate) throws CertificateException {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return new PinnedCertificate(HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new CertificateException("this JVM has no SHA-256", e);
        }
    }

    private static SSLContext context(TrustManager trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no TLS", e);
        }
    }

    /** Trusts one certificate. The JDK leaves the check of the name to a trust manager of this class: there is none. */
    private static final class Pinned extends ServerTrust {

        private final PinnedCertificate expected;

        Pinned(PinnedCertificate expected) {
            this.expected = expected;
        }

        @Override
        void check(X509Certificate certificate) throws CertificateException {
            PinnedCertificate seen = of(certificate);
            if (!seen.equals(expected)) {
                throw new CertificateException("the server shows the certificate " + seen.text()
                        + " and not the expected one, " + expected.text());
            }
        }
    }

    /** Trusts nothing, and remembers what it was shown. */
    private static final class Shown extends ServerTrust {

        private Optional<PinnedCertificate> certificate = Optional.empty();

        @Override
        void check(X509Certificate shown) throws CertificateException {
            certificate = Optional.of(of(shown));
            throw new CertificateException("only looked at");
        }
    }

    private abstract static class ServerTrust extends X509ExtendedTrustManager {

        /** Checks the server's own certificate; the chain behind it does not count. */
        abstract void check(X509Certificate certificate) throws CertificateException;

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            check(chain[0]);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            check(chain[0]);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            check(chain[0]);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("this is a client");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            checkClientTrusted(chain, authType);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            checkClientTrusted(chain, authType);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
