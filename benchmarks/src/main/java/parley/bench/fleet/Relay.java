package parley.bench.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** Stands between clients and a server on 127.0.0.1, passes bytes on, and can cut all connections at once. */
final class Relay implements AutoCloseable {

    private static final int BUFFER = 64 * 1024;
    private static final int BACKLOG = 4_096;

    private final int target;
    private final ServerSocketChannel listener;
    private final Selector selector;
    private final Thread thread;
    private volatile boolean cutting;
    private volatile boolean closed;

    private Relay(int target, ServerSocketChannel listener, Selector selector) throws IOException {
        this.target = target;
        this.listener = listener;
        this.selector = selector;
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
        this.thread = new Thread(this::work, "relay");
        thread.setDaemon(true);
    }

    /** @param port of the server */
    static Relay to(int port) throws IOException {
        ServerSocketChannel listener =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        Relay relay = new Relay(port, listener, Selector.open());
        relay.thread.start();
        return relay;
    }

    String address() {
        return "ws://127.0.0.1:" + listener.socket().getLocalPort();
    }

    /** Has all connections that are open now closed; new ones are taken. */
    void cutAll() {
        cutting = true;
        selector.wakeup();
    }

    /** One of the two connections of a client; what could not be written to it yet is in its buffer. */
    private static final class Side {
        final SocketChannel channel;
        final ByteBuffer unwritten = ByteBuffer.allocate(BUFFER).limit(0);
        Side other = this;
        SelectionKey key;

        Side(SocketChannel channel, Selector selector) throws IOException {
            this.channel = channel;
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            this.key = channel.register(selector, SelectionKey.OP_READ, this);
        }

        /** Reads what the other side can take; when that is full, waits until it has been written. */
        void read() throws IOException {
            ByteBuffer buffer = other.unwritten.clear();
            int count = channel.read(buffer);
            buffer.flip();
            if (count < 0) {
                close();
            } else {
                other.write();
            }
        }

        void write() throws IOException {
            channel.write(unwritten);
            boolean full = unwritten.hasRemaining();
            key.interestOps(
                    full ? key.interestOps() | SelectionKey.OP_WRITE : key.interestOps() & ~SelectionKey.OP_WRITE);
            other.key.interestOps(
                    full
                            ? other.key.interestOps() & ~SelectionKey.OP_READ
                            : other.key.interestOps() | SelectionKey.OP_READ);
        }

        void close() throws IOException {
            channel.close();
            other.channel.close();
        }
    }

    private void work() {
        try {
            while (!closed) {
                selector.select(this::ready);
                if (cutting) {
                    cutting = false;
                    cut();
                }
            }
            cut();
            listener.close();
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the relay failed", e);
        }
    }

    private void cut() throws IOException {
        for (SelectionKey key : selector.keys()) {
            if (key.attachment() instanceof Side side) {
                side.close();
            }
        }
    }

    private void ready(SelectionKey key) {
        try {
            if (key.attachment() instanceof Side side) {
                pass(key, side);
            } else {
                accept();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the relay failed", e);
        }
    }

    private void accept() throws IOException {
        SocketChannel client = listener.accept();
        if (client == null) {
            return;
        }
        Side one = new Side(client, selector);
        Side two =
                new Side(SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), target)), selector);
        one.other = two;
        two.other = one;
    }

    private static void pass(SelectionKey key, Side side) throws IOException {
        try {
            if (key.isValid() && key.isWritable()) {
                side.write();
            }
            if (key.isValid() && key.isReadable()) {
                side.read();
            }
        } catch (IOException ended) {
            side.close(); // the peer has gone
        }
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
