package parley.bench.fleet;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import parley.client.Applied;
import parley.client.Applying;
import parley.client.BlobSink;
import parley.client.Recovered;
import parley.client.UpdateFailedException;
import parley.client.UpdateHandler;
import parley.message.Agreed;
import parley.message.Answer;
import parley.message.Inventory;
import parley.message.Offer;
import parley.message.Reason;
import parley.message.bundle.Digest;
import parley.message.bundle.FileEntry;

/** A client that downloads and verifies everything and keeps nothing, so that no disk is measured. */
final class DiscardingHandler implements UpdateHandler {

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
        return new VerifiedBlob(blob);
    }

    @Override
    public void staged(Offer offer, Agreed agreed) {}

    @Override
    public Applied apply(Offer offer, Agreed agreed, Applying applying) {
        return Applied.succeeded("kept nothing", "");
    }

    private static final class VerifiedBlob implements BlobSink {

        private final FileEntry expected;
        private final MessageDigest digest;
        private long length;

        VerifiedBlob(FileEntry expected) {
            this.expected = expected;
            try {
                this.digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has SHA-256", e);
            }
        }

        @Override
        public long offset() {
            return 0;
        }

        @Override
        public void write(byte[] bytes, int from, int count) {
            digest.update(bytes, from, count);
            length += count;
        }

        @Override
        public void complete() throws UpdateFailedException {
            if (length != expected.size() || !Digest.of(digest.digest()).equals(expected.sha256())) {
                throw new UpdateFailedException(Reason.INTEGRITY, "the content differs");
            }
        }

        @Override
        public void close() {}
    }
}
