package parley.bench.wire;

import java.util.Optional;
import parley.client.Applied;
import parley.client.Applying;
import parley.client.BlobSink;
import parley.client.Recovered;
import parley.client.UpdateHandler;
import parley.message.Agreed;
import parley.message.Answer;
import parley.message.Inventory;
import parley.message.Offer;
import parley.message.bundle.FileEntry;

/**
 * A client that takes one file and throws it away, without looking at its digest: only the way to here is timed, as the
 * plain clients have it.
 */
final class TimedDownload implements UpdateHandler {

    private volatile long begun;
    private volatile long completed;

    double seconds() {
        return (completed - begun) / 1e9;
    }

    @Override
    public Optional<Recovered> recover() {
        return Optional.empty();
    }

    @Override
    public Inventory inventory() {
        return Inventory.empty();
    }

    @Override
    public Answer decide(Offer offer) {
        return Answer.accept(offer.offer());
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

    @Override
    public void staged(Offer offer, Agreed agreed) {}

    @Override
    public Applied apply(Offer offer, Agreed agreed, Applying applying) {
        return Applied.succeeded("kept nothing", "");
    }
}
