package parley.client.internal.concurrent;

import java.io.IOException;
import java.util.function.Consumer;
import parley.client.UpdateFailedException;

/** Calls of the handler: one after the other, outside of the client's mailbox; their results go to the mailbox. */
public interface HandlerExecutor {

    /** Calls exactly one of {@code done} and {@code failed}, later. */
    <T> void call(Call<T> call, Consumer<T> done, Consumer<UpdateFailedException> failed);

    /** An urgent call: made, in its turn, even if no thread becomes free for calls in the next second. */
    default <T> void callSoon(Call<T> call, Consumer<T> done, Consumer<UpdateFailedException> failed) {
        call(call, done, failed);
    }

    /** A call that holds that many bytes until it has been made; success is not reported. */
    void write(int bytes, Write write, Consumer<UpdateFailedException> failed);

    /** From within a call: puts work into the client's mailbox, before the call's result. */
    void tell(Runnable work);

    interface Call<T> {
        T run() throws UpdateFailedException, IOException;
    }

    interface Write {
        void run() throws UpdateFailedException;
    }
}
