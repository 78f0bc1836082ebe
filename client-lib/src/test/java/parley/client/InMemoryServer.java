package parley.client;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import parley.client.internal.connection.Transport;
import parley.client.testing.internal.FakeSession;
import parley.client.testing.internal.FakeTask;
import parley.protocol.Suite;

/** A {@link FakeTask} without a socket. */
public final class InMemoryServer extends FakeTask implements Transport {

    public InMemoryServer(String... urls) {
        super(urls);
    }

    public InMemoryServer(Suite suite, String... urls) {
        super(suite, urls);
    }

    @Override
    public InMemoryServer file(String path, String content) {
        super.file(path, content);
        return this;
    }

    @Override
    public InMemoryServer file(String path, byte[] content) {
        super.file(path, content);
        return this;
    }

    @Override
    public CompletableFuture<Link> open(URI endpoint, Receiver receiver) {
        try {
            FakeSession session = connect(endpoint.toString().replace("/parley/v1", ""), new FakeSession.Wire() {
                @Override
                public void received(byte[] message) {
                    receiver.received(message);
                }

                @Override
                public void closed(String why) {
                    receiver.closed(why);
                }
            });
            return CompletableFuture.completedFuture(new Wired(session));
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private record Wired(FakeSession session) implements Link {

        @Override
        public void send(byte[] message) {
            session.send(message);
        }

        @Override
        public void close(int code) {
            session.close(code);
        }
    }
}
