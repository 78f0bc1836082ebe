package parley.apply.internal.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import parley.apply.internal.destination.PathPolicy;
import parley.apply.internal.disk.ApplyFailure;
import parley.apply.internal.disk.FileAccess;
import parley.apply.internal.disk.Layout;
import parley.apply.internal.disk.Sha256;
import parley.apply.internal.plan.Plan;
import parley.apply.internal.plan.Plan.Put;
import parley.apply.internal.state.UpdateTarget;
import parley.message.Reason;
import parley.message.bundle.FileEntry;
import parley.message.bundle.LinkTarget;

/** The downloaded targets of an update's links; a target that leads out is refused. */
public final class BundleLinks {
    /** The longest target of any system; that of a bundle is shorter, that of a back-up may not be. */
    private static final int MOST_BYTES = 4096;

    private final FileAccess files;

    public BundleLinks(FileAccess files) {
        this.files = files;
    }

    /**
     * The target of a downloaded link. A link from a back-up was here before and may lead anywhere.
     *
     * @throws ApplyFailure INTEGRITY if it is not what was agreed, PATH_REFUSED if a bundle may have no such link
     */
    public String target(Put put, UpdateTarget target) throws IOException, ApplyFailure {
        byte[] content = content(put);
        try {
            String text = target.isOffer()
                    ? LinkTarget.parse(put.path(), content)
                    : StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(content))
                            .toString();
            if (target.isOffer() && PathPolicy.isParleysOwn(LinkTarget.resolve(put.path(), text))) {
                throw refused(put, "it would lead into " + Layout.FOLDER + ", which is Parley's own");
            }
            return text;
        } catch (IllegalArgumentException e) {
            throw refused(put, String.valueOf(e.getMessage()));
        } catch (CharacterCodingException e) {
            throw refused(put, "its target is not UTF-8");
        }
    }

    /**
     * Checks all links of a plan.
     *
     * @throws ApplyFailure as {@link #target}
     */
    public void check(Plan plan) throws IOException, ApplyFailure {
        for (Put put : plan.puts()) {
            if (put.file().isLink()) {
                target(put, plan.target());
            }
        }
    }

    private static ApplyFailure refused(Put put, String why) {
        return new ApplyFailure(Reason.PATH_REFUSED, "the path \"" + put.path() + "\" is refused: " + why);
    }

    private byte[] content(Put put) throws IOException, ApplyFailure {
        FileEntry link = put.file();
        byte[] content;
        try (InputStream in = files.read(Downloads.path(link.sha256()))) {
            content = in.readNBytes(MOST_BYTES + 1);
        } catch (NoSuchFileException e) {
            throw new ApplyFailure(Reason.INTEGRITY, "the target of the link \"" + put.path() + "\" is missing", e);
        }
        if (content.length != link.size() || !Sha256.of(content).equals(link.sha256())) {
            throw new ApplyFailure(
                    Reason.INTEGRITY, "the target of the link \"" + put.path() + "\" is not what was agreed");
        }
        return content;
    }
}
