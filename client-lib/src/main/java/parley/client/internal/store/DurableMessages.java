package parley.client.internal.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import parley.message.Message;

/** A few messages that outlive the process. Each change is durable, completely or not at all, when its call returns. */
public interface DurableMessages {

    /** The messages; none if nothing has been written. */
    List<Message> read() throws IOException;

    /** @throws UncheckedIOException because a client that cannot remember must not go on */
    void write(List<? extends Message> messages);

    /** @throws UncheckedIOException because a client that cannot forget must not go on */
    void delete();
}
