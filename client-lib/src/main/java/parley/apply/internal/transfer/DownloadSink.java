package parley.apply.internal.transfer;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import parley.apply.internal.disk.ApplyFailure;
import parley.apply.internal.disk.FileAccess;
import parley.client.BlobSink;
import parley.client.UpdateFailedException;
import parley.message.Reason;
import parley.message.bundle.FileEntry;

/** Writes one blob into {@link Downloads}. */
final class DownloadSink implements BlobSink {
    private final Downloads downloads;
    private final FileEntry blob;
    private final long offset;
    private long size;
    private FileAccess.@Nullable Sink sink;

    DownloadSink(Downloads downloads, FileEntry blob) throws IOException {
        this.downloads = downloads;
        this.blob = blob;
        this.offset = downloads.have(blob.sha256(), blob.size());
        this.size = offset;
    }

    @Override
    public long offset() {
        return offset;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws UpdateFailedException {
        if (size + length > blob.size()) {
            throw new UpdateFailedException(
                    Reason.INTEGRITY, blob.sha256() + " is longer than the " + blob.size() + " bytes agreed on");
        }
        try {
            if (sink == null) {
                sink = downloads.open(blob.sha256());
            }
            sink.write(bytes, from, length);
            size += length;
        } catch (IOException e) {
            throw ApplyFailure.of(e).forTheClient();
        }
    }

    @Override
    public void complete() throws UpdateFailedException {
        try {
            if (sink == null) {
                sink = downloads.open(blob.sha256());
            }
            sink.sync();
            sink.close();
            downloads.verify(blob.sha256(), blob.size());
            downloads.sync();
        } catch (IOException e) {
            throw ApplyFailure.of(e).forTheClient();
        } catch (ApplyFailure e) {
            throw e.forTheClient();
        }
    }

    @Override
    public void close() throws IOException {
        if (sink != null) {
            sink.close();
        }
    }
}
