package parley.client.internal.negotiation;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import parley.client.BlobSink;
import parley.client.UpdateFailedException;
import parley.client.UpdateHandler;
import parley.client.internal.concurrent.HandlerExecutor;
import parley.client.internal.failure.UnexpectedMessageException;
import parley.message.Agreed;
import parley.message.Fetch;
import parley.message.Message;
import parley.message.Offer;
import parley.message.Reason;
import parley.message.bundle.Change;
import parley.message.bundle.Digest;
import parley.message.bundle.FileEntry;
import parley.protocol.CloseCode;
import parley.protocol.Incoming;

/**
 * Fetches the distinct blobs of an agreed offer, a few at once, each from the offset of its sink, and has each
 * verified. A lost connection interrupts it; it resumes in the next session. Used in the client's mailbox only.
 */
final class Download {

    /** Is told the progress; {@code complete} and {@code failed} are the end. */
    interface Watcher {
        void progress(long done, long total);

        void complete();

        void failed(UpdateFailedException why);
    }

    private final Offer offer;
    private final Agreed agreed;
    private final UpdateHandler handler;
    private final HandlerExecutor calls;
    private final Consumer<Message> send;
    private final Watcher watcher;
    private final long total;

    private final Deque<Blob> waiting = new ArrayDeque<>();
    private final Map<Long, Blob> fetching = new HashMap<>();
    private int busy;
    private long done;
    private boolean paused;
    private boolean ended;
    private @Nullable FetchNumbers numbers;
    private int atOnce;

    Download(
            Offer offer,
            Agreed agreed,
            UpdateHandler handler,
            HandlerExecutor calls,
            Consumer<Message> send,
            Watcher watcher) {
        this.offer = offer;
        this.agreed = agreed;
        this.handler = handler;
        this.calls = calls;
        this.send = send;
        this.watcher = watcher;
        Collection<FileEntry> blobs = distinctBlobs(agreed);
        blobs.forEach(file -> waiting.add(new Blob(file)));
        this.total = blobs.stream().mapToLong(FileEntry::size).sum();
    }

    /** The blobs to fetch: each digest once, no empty one. */
    private static Collection<FileEntry> distinctBlobs(Agreed agreed) {
        Map<Digest, FileEntry> blobs = new LinkedHashMap<>();
        for (Change change : agreed.changes()) {
            change.file().filter(file -> file.size() > 0).ifPresent(file -> blobs.putIfAbsent(file.sha256(), file));
        }
        return blobs.values();
    }

    long total() {
        return total;
    }

    /** Begins, or goes on in a new session. */
    void connected(@Nullable FetchNumbers sessionNumbers, int fetchesAtOnce) {
        numbers = sessionNumbers;
        atOnce = fetchesAtOnce;
        next();
    }

    void disconnected() {
        numbers = null;
        for (Blob blob : fetching.values()) {
            busy--;
            waiting.addFirst(blob);
            close(blob.sink());
        }
        fetching.clear();
    }

    /** While paused no new fetch begins. */
    void pause(boolean pause) {
        paused = pause;
        next();
    }

    /** Stops for good; the handler keeps or deletes what is there. */
    void abandon() {
        ended = true;
        fetching.values().forEach(blob -> close(blob.sink()));
        fetching.clear();
    }

    private void next() {
        while (!ended && !paused && numbers != null && busy < atOnce && !waiting.isEmpty()) {
            open(waiting.remove(), numbers);
        }
        if (!ended && busy == 0 && waiting.isEmpty()) {
            ended = true;
            watcher.complete();
        }
    }

    private void open(Blob blob, FetchNumbers session) {
        busy++;
        calls.call(
                () -> {
                    BlobSink sink = handler.open(offer, agreed, blob.file);
                    return new Opened(sink, sink.offset());
                },
                opened -> opened(blob, opened, session),
                this::fail);
    }

    private void opened(Blob blob, Opened opened, FetchNumbers session) {
        if (ended || session != numbers) {
            close(opened.sink());
            busy--;
            waiting.addFirst(blob);
            next();
            return;
        }
        if (opened.offset() < 0 || opened.offset() > blob.file.size()) {
            close(opened.sink());
            fail(new UpdateFailedException(Reason.INTERNAL, "the handler has more of a file than there is"));
            return;
        }
        blob.sink = opened.sink();
        blob.broken = false;
        done += opened.offset() - blob.next;
        blob.next = opened.offset();
        if (blob.next == blob.file.size()) {
            finish(blob);
        } else {
            long number = session.next();
            fetching.put(number, blob);
            send.accept(new Fetch(number, blob.file.sha256(), blob.next));
        }
    }

    /** The next bytes of a blob. Those of a fetch that is no longer wanted are dropped. */
    void data(Incoming.Data data) throws UnexpectedMessageException {
        Blob blob = fetching.get(data.fetch());
        if (blob == null) {
            return;
        }
        int length = data.length();
        if (data.offset() != blob.next || length > blob.file.size() - blob.next) {
            throw new UnexpectedMessageException(CloseCode.WRONG_STATE, "data that does not follow what came before");
        }
        calls.write(length, () -> blob.write(data), this::fail);
        blob.next += length;
        done += length;
        watcher.progress(done, total);
        if (blob.next == blob.file.size()) {
            fetching.remove(data.fetch());
            finish(blob);
        }
    }

    /** The server does not give the blob. */
    void refused(long number, String reason) {
        if (fetching.containsKey(number)) {
            fail(new UpdateFailedException(Reason.DOWNLOAD_LOST, "the server does not give a file: " + reason));
        }
    }

    private void finish(Blob blob) {
        calls.call(
                () -> {
                    try (BlobSink sink = blob.sink()) {
                        sink.complete();
                    }
                    return blob;
                },
                complete -> {
                    busy--;
                    if (!ended) {
                        watcher.progress(done, total);
                        next();
                    }
                },
                e -> again(blob, e));
    }

    // The bytes of an earlier run may be damaged on the disk: start again from the first byte.
    private void again(Blob blob, UpdateFailedException e) {
        if (e.reason() != Reason.INTEGRITY || blob.secondTry) {
            fail(e);
            return;
        }
        blob.secondTry = true;
        busy--;
        waiting.add(blob);
        next();
    }

    private void fail(UpdateFailedException e) {
        if (!ended) {
            abandon();
            watcher.failed(e);
        }
    }

    private void close(BlobSink sink) {
        calls.call(
                () -> {
                    sink.close();
                    return sink;
                },
                closed -> {},
                this::fail);
    }

    private record Opened(BlobSink sink, long offset) {}

    private static final class Blob {

        private final FileEntry file;
        private @Nullable BlobSink sink;
        private long next;
        private boolean secondTry;
        private volatile boolean broken;

        Blob(FileEntry file) {
            this.file = file;
        }

        /** There once the handler has opened it. */
        BlobSink sink() {
            if (sink == null) {
                throw new IllegalStateException("the file has not been opened");
            }
            return sink;
        }

        // After a failed write the rest would be at the wrong place.
        void write(Incoming.Data data) throws UpdateFailedException {
            if (!broken) {
                broken = true;
                sink().write(data.array(), data.from(), data.length());
                broken = false;
            }
        }
    }
}
