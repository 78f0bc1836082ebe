package parley.server.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;

/** HTTP by hand, for requests that a proper client does not send: any Host header, a body that ends too early. */
final class RawHttp implements AutoCloseable {

    private static final int TIMEOUT_MS = 30_000;

    private final Socket socket;

    RawHttp(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(TIMEOUT_MS);
    }

    /** Sends a GET and returns status line, headers and body as they come. */
    static String get(int port, String path, String... headers) throws IOException {
        try (RawHttp http = new RawHttp(port)) {
            http.send("GET " + path + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\nConnection: close\r\n\r\n");
            return http.answer();
        }
    }

    void send(String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(UTF_8));
        out.flush();
    }

    /** Status line, headers and body, up to the end of the connection. */
    String answer() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }

    /** Cuts the connection, as a machine does that loses power: a reset, no orderly end. */
    void cut() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
