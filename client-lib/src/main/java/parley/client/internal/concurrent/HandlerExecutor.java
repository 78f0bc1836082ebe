package parley.client.internal.concurrent;

import java.io.IOException;
import java.util.function.Consumer;
import parley.client.UpdateFailedException;

/** Calls of the handler: one after the other, away from the client's mailbox, their results brought back to it. */
public interface HandlerExecutor {

    /** Exactly one of {@code done} and {@code failed} hears of it, later. */
    <T> void call(Call<T> call, Consumer<T> done, Consumer<UpdateFailedException> failed);

    /** A call that cannot wait: made, in its turn, even if no thread becomes free for calls in the next second. */
    default <T> void callSoon(Call<T> call, Consumer<T> done, Consumer<UpdateFailedException> failed) {
        call(call, done, failed);
    }

    /** A call that holds so many bytes until it has been made; success is not told. */
    void write(int bytes, Write write, Consumer<UpdateFailedException> failed);

    /** From within a call: brings work to the client's mailbox, before the call's result. */
    void tell(Runnable work);

    interface Call<T> {
        T run() throws UpdateFailedException, IOException;
    }

    interface Write {
        void run() throws UpdateFailedException;
    }
}
