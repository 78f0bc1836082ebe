package parley.client;

import java.io.IOException;
import java.util.function.Consumer;
import parley.client.internal.concurrent.HandlerExecutor;

/** Calls of the handler that wait in a queue until a test makes them. */
public final class QueuedCalls implements HandlerExecutor {

    private final Consumer<Runnable> queue;
    private final Consumer<Runnable> results;
    private final Consumer<Runnable> news;

    /** Results and news are told at once. */
    public QueuedCalls(Consumer<Runnable> queue) {
        this(queue, Runnable::run, Runnable::run);
    }

    /**
     * @param queue takes the calls
     * @param results takes what a call returned to whoever waits for it
     * @param news takes what is told from within a call
     */
    public QueuedCalls(Consumer<Runnable> queue, Consumer<Runnable> results, Consumer<Runnable> news) {
        this.queue = queue;
        this.results = results;
        this.news = news;
    }

    @Override
    public <T> void call(Call<T> call, Consumer<T> done, Consumer<UpdateFailedException> failed) {
        queue.accept(() -> {
            try {
                T result = call.run();
                results.accept(() -> done.accept(result));
            } catch (UpdateFailedException e) {
                failed.accept(e);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Override
    public void write(int bytes, Write write, Consumer<UpdateFailedException> failed) {
        call(
                () -> {
                    write.run();
                    return bytes;
                },
                written -> {},
                failed);
    }

    @Override
    public void tell(Runnable work) {
        news.accept(work);
    }
}
