package parley.server.sessions.connection;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Is between an upgraded connection and the WebSocket container, which keeps a frame until it is complete: passes the
 * bytes on in small pieces, and none of a frame that the endpoint refuses.
 */
public class MeteredUpgrade implements HttpUpgradeHandler {

    /** The container keeps twice as much of small frames, however many come at once. */
    static final int PIECE = 8 * 1024;

    private static final ThreadLocal<MeteredUpgrade> OPENING = new ThreadLocal<>();

    private volatile FrameMeter.Listener listener = length -> false;
    private @Nullable HttpUpgradeHandler container;

    /** The upgrade whose connection this thread is opening: the container opens endpoints within that call. */
    public static MeteredUpgrade opening() {
        return OPENING.get();
    }

    public void passTo(HttpUpgradeHandler handler) {
        container = handler;
    }

    /** Sets the listener; before that no frame is accepted. */
    public void listen(FrameMeter.Listener to) {
        listener = to;
    }

    @Override
    public void init(WebConnection connection) {
        OPENING.set(this);
        try {
            Metered metered = new Metered(connection, new FrameMeter(length -> listener.begins(length)));
            ServiceFilesOnce.HERE.use(() -> container().init(metered));
        } finally {
            OPENING.remove();
        }
    }

    @Override
    public void destroy() {
        container().destroy();
    }

    private HttpUpgradeHandler container() {
        if (container == null) {
            throw new IllegalStateException("Nobody was named to whom the connection is passed on.");
        }
        return container;
    }

    private static final class Metered implements WebConnection {

        private final WebConnection connection;
        private final FrameMeter meter;
        private @Nullable Input input;

        Metered(WebConnection connection, FrameMeter meter) {
            this.connection = connection;
            this.meter = meter;
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            Input known = input;
            if (known == null) {
                known = new Input(connection.getInputStream(), meter);
                input = known;
            }
            return known;
        }

        @Override
        public ServletOutputStream getOutputStream() throws IOException {
            return connection.getOutputStream();
        }

        @Override
        public void close() throws IOException {
            try {
                connection.close();
            } catch (IOException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException("The connection could not be closed.", e);
            }
        }
    }

    private static final class Input extends ServletInputStream {

        private final ServletInputStream bytes;
        private final FrameMeter meter;
        private boolean refused;

        Input(ServletInputStream bytes, FrameMeter meter) {
            this.bytes = bytes;
            this.meter = meter;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) == 1 ? Byte.toUnsignedInt(one[0]) : -1;
        }

        /** Once a frame was refused, returns 0 and discards what still comes. */
        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int count = bytes.read(into, offset, Math.min(length, PIECE));
            if (count > 0 && !refused) {
                refused = !meter.take(into, offset, count);
            }
            return refused ? Math.min(count, 0) : count;
        }

        @Override
        public int available() throws IOException {
            return Math.min(bytes.available(), PIECE);
        }

        @Override
        public boolean isFinished() {
            return bytes.isFinished();
        }

        @Override
        public boolean isReady() {
            return bytes.isReady();
        }

        @Override
        public void setReadListener(ReadListener reader) {
            bytes.setReadListener(new Reader(reader));
        }
    }

    /** The container's reader, which handles every message. */
    private record Reader(ReadListener container) implements ReadListener {

        @Override
        public void onDataAvailable() throws IOException {
            ServiceFilesOnce.HERE.use(container::onDataAvailable);
        }

        @Override
        public void onAllDataRead() throws IOException {
            ServiceFilesOnce.HERE.use(container::onAllDataRead);
        }

        @Override
        public void onError(Throwable error) {
            container.onError(error);
        }
    }
}
