package parley.server.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** HTTP by hand, for requests that a proper client does not send: any Host header, a body that ends too early. */
final class RawHttp implements AutoCloseable {

    private static final int TIMEOUT_MS = 30_000;
    private static final Pattern LENGTH = Pattern.compile("(?mi)^Content-Length: (\\d+)\\r?$");

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

    /** Status line, headers and as much of a body as Content-Length says, while the connection stays open. */
    String answerOnOpenConnection() throws IOException {
        StringBuilder answer = new StringBuilder();
        while (!isWhole(answer)) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new EOFException("the connection has ended after: " + answer);
            }
            answer.append((char) next);
        }
        return answer.toString();
    }

    private static boolean isWhole(StringBuilder answer) {
        int end = answer.indexOf("\r\n\r\n");
        if (end < 0) {
            return false;
        }
        Matcher length = LENGTH.matcher(answer.substring(0, end));
        return length.find() && answer.length() == end + 4 + Integer.parseInt(length.group(1));
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
