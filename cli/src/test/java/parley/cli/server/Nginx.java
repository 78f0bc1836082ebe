package parley.cli.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A real nginx with the configuration from docs/operations.md; only ports and the path of the certificate differ. */
final class Nginx implements AutoCloseable {

    private static final Pattern DOCUMENTED = Pattern.compile("```nginx\n(.*?)```", Pattern.DOTALL);
    private static final char[] PASSWORD = "password".toCharArray();

    private final Process process;
    private final SSLContext trust;

    private Nginx(Process process, SSLContext trust) {
        this.process = process;
        this.trust = trust;
    }

    /**
     * Listens on {@code port} of this machine in front of the server on {@code serverPort}; keeps its files in
     * {@code folder}.
     */
    static Nginx start(Path folder, int port, int serverPort) throws Exception {
        KeyStore keys = selfSigned(folder);
        pem(
                folder.resolve("fullchain.pem"),
                "CERTIFICATE",
                keys.getCertificate("proxy").getEncoded());
        pem(
                folder.resolve("privkey.pem"),
                "PRIVATE KEY",
                keys.getKey("proxy", PASSWORD).getEncoded());
        Files.writeString(folder.resolve("nginx.conf"), configuration(folder, port, serverPort));
        Process process = new ProcessBuilder(
                        command(),
                        "-p",
                        folder.toString(),
                        "-c",
                        folder.resolve("nginx.conf").toString(),
                        "-e",
                        folder.resolve("error.log").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("nginx.out").toFile())
                .start();
        return new Nginx(process, trusting(keys));
    }

    private static String configuration(Path folder, int port, int serverPort) throws IOException {
        Path operations = Path.of(System.getProperty("parley.root"), "docs/operations.md");
        Matcher documented = DOCUMENTED.matcher(Files.readString(operations));
        if (!documented.find()) {
            throw new AssertionError(operations + " shows no configuration of nginx");
        }
        String server = replaced(documented.group(1), "listen 443 ssl;", "listen 127.0.0.1:" + port + " ssl;");
        server = replaced(server, "http://127.0.0.1:8080;", "http://127.0.0.1:" + serverPort + ";");
        server = replaced(server, "/etc/ssl/parley/", folder + "/");
        return "daemon off;\nmaster_process off;\npid nginx.pid;\nevents {}\nhttp {\naccess_log off;\n"
                + "client_body_temp_path body;\nproxy_temp_path proxy;\nfastcgi_temp_path fastcgi;\n"
                + "uwsgi_temp_path uwsgi;\nscgi_temp_path scgi;\n"
                + server + "}\n";
    }

    private static String replaced(String text, String from, String to) {
        if (!text.contains(from)) {
            throw new AssertionError("the documented configuration of nginx has no " + from);
        }
        return text.replace(from, to);
    }

    private static String command() {
        return Stream.of(System.getenv().getOrDefault("NGINX", ""), "/usr/sbin/nginx", "/usr/bin/nginx")
                .filter(each -> !each.isEmpty() && Files.isExecutable(Path.of(each)))
                .findFirst()
                .orElse("nginx");
    }

    private static KeyStore selfSigned(Path folder) throws Exception {
        Path file = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "proxy",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.out").toFile())
                .start();
        if (!keytool.waitFor(1, TimeUnit.MINUTES) || keytool.exitValue() != 0) {
            throw new AssertionError("keytool: " + Files.readString(folder.resolve("keytool.out")));
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        return keys;
    }

    private static void pem(Path file, String kind, byte[] content) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        Files.writeString(file, "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
    }

    private static SSLContext trusting(KeyStore keys) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("proxy", keys.getCertificate("proxy"));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    /** Trusts this proxy's certificate and no other. */
    SSLContext trust() {
        return trust;
    }

    boolean runs() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
