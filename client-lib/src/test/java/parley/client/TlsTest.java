package parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parley.client.UpdateException.Problem;
import parley.client.testing.internal.WebSocketPort;
import parley.message.ClientState;

/** Over {@code wss}, with a certificate that nobody signed, for another name. */
@Timeout(120)
class TlsTest {

    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    private Path temp;

    private ServerSocketFactory selfSigned() throws Exception {
        Path file = temp.resolve("keys.p12");
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process made = new ProcessBuilder(
                        keytool.toString(),
                        "-genkeypair",
                        "-alias",
                        "a",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=other.example",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .redirectOutput(temp.resolve("keytool.log").toFile())
                .start();
        assertThat(made.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context.getServerSocketFactory();
    }

    @Test
    void theCertificateIsCheckedOnlyWhenThatIsAskedFor() throws Exception {
        try (WebSocketPort socket = new WebSocketPort("wss", selfSigned())) {
            InMemoryServer server = new InMemoryServer(socket.url()).file("a.conf", "listen 80\n");
            socket.serve(server);
            UpdateClient.Builder client = UpdateClient.builder(server.token())
                    .name("db-1")
                    .stateFolder(temp.resolve("state"))
                    .handler(new MemoryHandler())
                    .rounds(1);

            assertThat(client.build().run().state()).isEqualTo(ClientState.SUCCEEDED);
            assertThatThrownBy(client.checkCertificates(true).build()::run)
                    .isInstanceOfSatisfying(
                            UpdateException.class, e -> assertThat(e.problem()).isEqualTo(Problem.UNREACHABLE));
        }
    }
}
