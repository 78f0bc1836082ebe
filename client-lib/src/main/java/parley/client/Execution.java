package parley.client;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import parley.message.Agreed;
import parley.message.FetchFailed;
import parley.message.Message;
import parley.message.Offer;
import parley.protocol.Incoming;

/**
 * Carries out one agreed offer: download, staging, and, once the server has said so, applying. It needs the network for
 * the download only. Used by the client's thread alone.
 */
final class Execution implements Download.Watcher {

    /** Hears how it goes; {@code failed} and {@code applied} are the end. */
    interface Watcher {
        void progress(long done, long total);

        void staged();

        void applyingNow();

        void checking();

        /** Nothing has been changed. */
        void failed(UpdateFailedException why);

        void applied(Applied result);
    }

    private enum Phase {
        DOWNLOADING,
        STAGING,
        STAGED,
        APPLYING,
        ENDED
    }

    private final Offer offer;
    private final Agreed agreed;
    private final UpdateHandler handler;
    private final Calls calls;
    private final Watcher watcher;
    private final Download download;
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private boolean mayApply;
    private Phase phase = Phase.DOWNLOADING;

    Execution(Offer offer, Agreed agreed, UpdateHandler handler, Calls calls, Consumer<Message> send, Watcher watcher) {
        this.offer = offer;
        this.agreed = agreed;
        this.handler = handler;
        this.calls = calls;
        this.watcher = watcher;
        this.download = new Download(offer, agreed, handler, calls, send, this);
    }

    long total() {
        return download.total();
    }

    boolean applying() {
        return phase == Phase.APPLYING;
    }

    /** Begins the download, or goes on with it in a new session; later it has no effect. */
    void connected(FetchNumbers session, int fetchesAtOnce) {
        if (phase == Phase.DOWNLOADING) {
            download.connected(session, fetchesAtOnce);
        }
    }

    void disconnected() {
        download.disconnected();
    }

    void pause(boolean pause) {
        download.pause(pause);
    }

    void data(Incoming.Data data) throws UnexpectedMessageException {
        download.data(data);
    }

    void refused(FetchFailed fetch) {
        download.refused(fetch.fetch(), fetch.reason());
    }

    /** The server has said that this offer may be applied. */
    void proceed() {
        mayApply = true;
        if (phase == Phase.STAGED) {
            apply();
        }
    }

    /** Tells a handler that is applying that it need not. */
    void cancel() {
        cancelled.set(true);
    }

    /** Stops for good what has not begun to be applied. */
    void abandon() {
        phase = Phase.ENDED;
        download.abandon();
    }

    @Override
    public void progress(long done, long total) {
        watcher.progress(done, total);
    }

    @Override
    public void complete() {
        phase = Phase.STAGING;
        calls.call(
                () -> {
                    handler.staged(offer, agreed);
                    return offer;
                },
                done -> staged(),
                this::failed);
    }

    private void staged() {
        if (phase != Phase.STAGING) {
            return;
        }
        phase = Phase.STAGED;
        if (mayApply) {
            apply();
        } else {
            watcher.staged();
        }
    }

    @Override
    public void failed(UpdateFailedException why) {
        if (phase != Phase.ENDED) {
            phase = Phase.ENDED;
            watcher.failed(why);
        }
    }

    private void apply() {
        phase = Phase.APPLYING;
        watcher.applyingNow();
        calls.call(
                () -> handler.apply(offer, agreed, new Ear()),
                this::applied,
                e -> applied(Applied.failed(e.reason(), e.getMessage(), e.output())));
    }

    private void applied(Applied result) {
        phase = Phase.ENDED;
        watcher.applied(result);
    }

    private final class Ear implements Applying {

        @Override
        public void checking() {
            calls.tell(() -> {
                if (phase == Phase.APPLYING) {
                    watcher.checking();
                }
            });
        }

        @Override
        public boolean cancelled() {
            return cancelled.get();
        }
    }
}
