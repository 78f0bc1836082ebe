package parley.client.testing.internal;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ServerSocketFactory;
import parley.protocol.Wire;

/** Puts a {@link FakeTask} on a loopback port, with as much of RFC 6455 as one client needs. */
public final class WebSocketPort implements AutoCloseable {

    private static final Pattern KEY = Pattern.compile("(?i)sec-websocket-key: *(\\S+)");
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    /** Small, so that what has been sent has nearly arrived. */
    private static final int SEND_BUFFER = 64 * 1024;

    private final String scheme;
    private final ServerSocket socket;
    private final List<Socket> connections = Collections.synchronizedList(new ArrayList<>());
    private volatile FakeTask server;

    public final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    public final BlockingQueue<Integer> closeCodes = new LinkedBlockingQueue<>();
    /** The answer to an upgrade, given the key for its acceptance. */
    public volatile Function<String, String> answer =
            accept -> "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                    + "Connection: Upgrade\r\nSec-WebSocket-Accept: " + accept
                    + "\r\nSec-WebSocket-Protocol: parley.v1\r\n\r\n";
    /** Sent in place of the first message. */
    public volatile byte[] firstFrame;

    public WebSocketPort() throws IOException {
        this("ws", ServerSocketFactory.getDefault());
    }

    public WebSocketPort(String scheme, ServerSocketFactory sockets) throws IOException {
        this.scheme = scheme;
        socket = sockets.createServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));
        Thread thread = new Thread(this::accept, "fake-websocket-server");
        thread.setDaemon(true);
        thread.start();
    }

    public String url() {
        return scheme + "://127.0.0.1:" + socket.getLocalPort();
    }

    public void serve(FakeTask fake) {
        server = fake;
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = socket.accept();
                connection.setSendBufferSize(SEND_BUFFER);
                connections.add(connection);
                Thread thread = new Thread(() -> serve(connection), "fake-websocket");
                thread.setDaemon(true);
                thread.start();
            }
        } catch (IOException closed) {
            connections.clear();
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            DataInputStream in = new DataInputStream(connection.getInputStream());
            DataOutputStream out = new DataOutputStream(connection.getOutputStream());
            String request = request(in);
            requests.add(request);
            Matcher key = KEY.matcher(request);
            String accept = key.find() ? accept(key.group(1)) : "";
            String response = answer.apply(accept);
            out.write(response.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            if (response.contains(" 101 ")) {
                converse(in, out, connection);
            }
        } catch (IOException gone) {
            connections.remove(connection);
        }
    }

    private void converse(DataInputStream in, DataOutputStream out, Socket connection) throws IOException {
        if (firstFrame != null) {
            out.write(firstFrame);
            out.flush();
            firstFrame = null;
        }
        FakeSession session = server.connect(url(), new FakeSession.Wire() {
            @Override
            public void received(byte[] message) {
                try {
                    frame(out, BINARY, message);
                } catch (IOException gone) {
                    connections.remove(connection);
                }
            }

            @Override
            public void closed(String why) {
                try {
                    boolean normal = why.endsWith("1000");
                    frame(out, CLOSE, normal ? new byte[] {3, (byte) 0xE8} : new byte[] {0x11, 0x30});
                } catch (IOException gone) {
                    connections.remove(connection);
                }
            }
        });
        try {
            listen(in, session);
        } finally {
            session.close(Wire.NORMAL_CLOSE);
        }
    }

    private void listen(DataInputStream in, FakeSession session) throws IOException {
        while (true) {
            int opcode = in.readUnsignedByte() & 0x0F;
            byte[] payload = payload(in);
            if (opcode == CLOSE) {
                closeCodes.add((payload[0] & 0xFF) << 8 | payload[1] & 0xFF);
                return;
            }
            session.send(payload);
        }
    }

    private static byte[] payload(DataInputStream in) throws IOException {
        int length = in.readUnsignedByte() & 0x7F;
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = (int) in.readLong();
        }
        byte[] mask = in.readNBytes(4);
        byte[] payload = in.readNBytes(length);
        for (int i = 0; i < length; i++) {
            payload[i] ^= mask[i % 4];
        }
        return payload;
    }

    public static synchronized void frame(DataOutputStream out, int opcode, byte[] payload) throws IOException {
        out.writeByte(0x80 | opcode);
        if (payload.length < 126) {
            out.writeByte(payload.length);
        } else if (payload.length < 65536) {
            out.writeByte(126);
            out.writeShort(payload.length);
        } else {
            out.writeByte(127);
            out.writeLong(payload.length);
        }
        out.write(payload);
        out.flush();
    }

    private static String request(InputStream in) throws IOException {
        StringBuilder request = new StringBuilder();
        while (request.indexOf("\r\n\r\n") < 0) {
            int c = in.read();
            if (c < 0) {
                throw new IOException("no request");
            }
            request.append((char) c);
        }
        return request.toString();
    }

    private static String accept(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1")
                    .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket connection : List.copyOf(connections)) {
            connection.close();
        }
    }
}
