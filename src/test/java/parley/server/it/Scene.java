package parley.server.it;

import java.io.IOException;
import java.sql.Connection;

/** What happens before a server is killed, and how it goes on after its restart. */
interface Scene extends AutoCloseable {

    void begin(RunningServer server) throws Exception;

    /** What the server left undone when it was killed. */
    default void whileDown(Connection database) throws Exception {
        // usually nothing
    }

    void goOn() throws Exception;

    @Override
    void close() throws IOException;
}
