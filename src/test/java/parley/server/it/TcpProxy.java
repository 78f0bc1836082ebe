package parley.server.it;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A proxy between clients and a server on this machine: passes on what its {@link Traffic} allows. */
final class TcpProxy implements AutoCloseable {

    /** Decides what passes. */
    interface Traffic {

        /** Whether a connection is accepted now. */
        boolean admits();

        /** Whether these bytes pass; otherwise the connection is cut. May block. */
        boolean passes(int bytes, boolean towardsClient);
    }

    private static final byte[] UNREACHABLE =
            "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".getBytes(US_ASCII);

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = Collections.synchronizedList(new ArrayList<>());
    private final int server;
    private final Traffic traffic;

    TcpProxy(int serverPort, Traffic traffic) throws IOException {
        this.server = serverPort;
        this.traffic = traffic;
        inBackground(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** Cuts all connections. */
    void cut() throws IOException {
        for (Socket socket : List.copyOf(sockets)) {
            socket.close();
        }
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                connect(listening.accept());
            } catch (IOException closed) {
                continue;
            }
        }
    }

    private void connect(Socket client) {
        sockets.add(client);
        if (!traffic.admits()) {
            inBackground(() -> refuse(client));
            return;
        }
        Socket upstream = new Socket();
        sockets.add(upstream);
        try {
            upstream.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server));
        } catch (IOException serverGone) {
            inBackground(() -> refuse(client));
            return;
        }
        inBackground(() -> pump(client, upstream, false));
        inBackground(() -> pump(upstream, client, true));
    }

    /** As a gateway does that cannot reach what is behind it. */
    private static void refuse(Socket client) {
        try (client) {
            client.getInputStream().read(new byte[8192]);
            client.getOutputStream().write(UNREACHABLE);
        } catch (IOException goneBefore) {
            return;
        }
    }

    private void pump(Socket from, Socket to, boolean towardsClient) {
        byte[] buffer = new byte[8192];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (!traffic.passes(n, towardsClient)) {
                    return;
                }
                out.write(buffer, 0, n);
            }
        } catch (IOException gone) {
            return;
        }
    }

    private static void inBackground(Runnable work) {
        Thread thread = new Thread(work, "proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        cut();
    }
}
