package parley.server.it;

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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** A network between client and server that fails once, after so many bytes towards the client; later connections hold. */
final class CuttingProxy implements AutoCloseable {

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = Collections.synchronizedList(new ArrayList<>());
    private final AtomicBoolean cut = new AtomicBoolean();
    private final AtomicLong before = new AtomicLong();
    private final AtomicLong after = new AtomicLong();
    private final int server;
    private final long cutAfter;
    private final Runnable atTheCut;

    /** @param atTheCut what happens at that moment, before the connection is gone */
    CuttingProxy(int serverPort, long cutAfter, Runnable atTheCut) throws IOException {
        this.server = serverPort;
        this.cutAfter = cutAfter;
        this.atTheCut = atTheCut;
        inBackground(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    boolean hasCut() {
        return cut.get();
    }

    /** Bytes towards the client since the cut. */
    long bytesAfterTheCut() {
        return after.get();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                connect(listening.accept());
            } catch (IOException closedOrServerGone) {
                continue;
            }
        }
    }

    private void connect(Socket client) throws IOException {
        sockets.add(client);
        Socket upstream = new Socket();
        sockets.add(upstream);
        try {
            upstream.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server));
        } catch (IOException serverGone) {
            client.close();
            throw serverGone;
        }
        inBackground(() -> pump(client, upstream, false));
        inBackground(() -> pump(upstream, client, true));
    }

    private void pump(Socket from, Socket to, boolean towardsClient) {
        byte[] buffer = new byte[8192];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (towardsClient && isCutBy(n)) {
                    return;
                }
                out.write(buffer, 0, n);
            }
        } catch (IOException gone) {
            return;
        }
    }

    private boolean isCutBy(int n) {
        if (cut.get()) {
            after.addAndGet(n);
            return false;
        }
        if (before.addAndGet(n) < cutAfter || !cut.compareAndSet(false, true)) {
            return false;
        }
        atTheCut.run();
        return true;
    }

    private static void inBackground(Runnable work) {
        Thread thread = new Thread(work, "proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : List.copyOf(sockets)) {
            socket.close();
        }
    }
}
