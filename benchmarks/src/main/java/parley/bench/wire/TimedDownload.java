package parley.bench.wire;

import parley.bench.base.DownloadOnly;
import parley.client.BlobSink;
import parley.message.Agreed;
import parley.message.Offer;
import parley.message.bundle.FileEntry;

/**
 * A client that takes one file and throws it away, without looking at its digest: only the way to here is timed, as the
 * plain clients have it.
 */
final class TimedDownload extends DownloadOnly {

    private volatile long begun;
    private volatile long completed;

    double seconds() {
        return (completed - begun) / 1e9;
    }

    @Override
    public BlobSink open(Offer offer, Agreed agreed, FileEntry blob) {
        begun = System.nanoTime();
        return new BlobSink() {
            @Override
            public long offset() {
                return 0;
            }

            @Override
            public void write(byte[] bytes, int from, int count) {}

            @Override
            public void complete() {
                completed = System.nanoTime();
            }

            @Override
            public void close() {}
        };
    }
}
