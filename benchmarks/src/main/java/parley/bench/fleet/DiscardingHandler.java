package parley.bench.fleet;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import parley.bench.base.DownloadOnly;
import parley.client.BlobSink;
import parley.client.UpdateFailedException;
import parley.message.Agreed;
import parley.message.Offer;
import parley.message.Reason;
import parley.message.bundle.Digest;
import parley.message.bundle.FileEntry;

/** A client that downloads and verifies everything and keeps nothing, so that no disk is measured. */
final class DiscardingHandler extends DownloadOnly {

    @Override
    public BlobSink open(Offer offer, Agreed agreed, FileEntry blob) {
        return new VerifiedBlob(blob);
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
