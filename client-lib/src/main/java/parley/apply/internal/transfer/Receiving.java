package parley.apply.internal.transfer;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import parley.apply.internal.destination.Destination;
import parley.apply.internal.disk.ApplyFailure;
import parley.apply.internal.disk.FileAccess;
import parley.apply.internal.disk.Layout;
import parley.apply.internal.disk.Tree;
import parley.client.BlobSink;
import parley.message.Agreed;
import parley.message.Offer;
import parley.message.bundle.Digest;
import parley.message.bundle.FileEntry;
import parley.message.bundle.Mode.Kind;

/** Receives the blobs of one offer after the other. */
public final class Receiving {
    private final Destination destination;
    private String offerId = "";

    public Receiving(Destination destination) {
        this.destination = destination;
    }

    /**
     * Opens a sink for a blob; content that the destination already has, for example in another file, is taken from
     * there.
     *
     * @param present the files of the destination
     * @throws ApplyFailure NO_SPACE, for the first blob of an offer
     */
    public BlobSink open(Offer offer, Agreed agreed, FileEntry blob, Map<String, FileEntry> present)
            throws IOException, ApplyFailure {
        Downloads downloads = new Downloads(destination.take());
        if (!offerId.equals(offer.offer())) {
            downloads.makeRoom(agreed);
            offerId = offer.offer();
        }
        if (downloads.have(blob.sha256(), blob.size()) == 0) {
            Optional<String> twin = fileWith(blob.sha256(), present);
            if (twin.isPresent()) {
                downloads.takeFrom(twin.get(), blob.sha256());
            }
        }
        return new DownloadSink(downloads, blob);
    }

    private static Optional<String> fileWith(Digest blob, Map<String, FileEntry> present) {
        return present.entrySet().stream()
                .filter(file -> file.getValue().mode().kind() == Kind.FILE
                        && file.getValue().sha256().equals(blob))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Deletes the downloads. */
    public void abandon() throws IOException, ApplyFailure {
        offerId = "";
        Optional<FileAccess> files = destination.look();
        if (files.isPresent() && files.get().look(Layout.DOWNLOAD).isPresent()) {
            new Tree(files.get()).delete(Layout.DOWNLOAD);
        }
    }
}
