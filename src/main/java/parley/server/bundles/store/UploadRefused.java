package parley.server.bundles.store;

import java.io.IOException;
import java.util.Objects;

/**
 * An upload that cannot become a bundle, with a message for the uploader.
 *
 * <p>It is an {@link IOException} so that it passes through archive and multipart readers unchanged.
 */
public final class UploadRefused extends IOException {

    /** The reason; its word is the problem code of the REST interface. */
    public enum Why {
        BAD_PATH("bad_path", "A path in the bundle cannot be used"),
        TOO_LARGE("too_large", "The upload is larger than the server takes"),
        INCOMPLETE("upload_incomplete", "The upload was cut off"),
        NO_SPACE("no_space", "The server has no room for the upload"),
        INVALID("invalid", "The upload cannot be read"),
        UNSUPPORTED("unsupported_media_type", "This kind of upload is not supported");

        private final String code;
        private final String title;

        Why(String code, String title) {
            this.code = code;
            this.title = title;
        }

        public String code() {
            return code;
        }

        public String title() {
            return title;
        }
    }

    private static final String AGAIN = "Upload again; nothing was stored.";
    private static final String FREE_SPACE =
            "Free space in the server's data folder (or raise parley.limits.blobs.bytes) and upload again.";

    private final Why why;
    private final String hint;

    public UploadRefused(Why why, String detail, String hint) {
        super(detail);
        this.why = why;
        this.hint = hint;
    }

    public UploadRefused(Why why, String detail, String hint, Throwable cause) {
        super(detail, cause);
        this.why = why;
        this.hint = hint;
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    public Why why() {
        return why;
    }

    /** What to do about it. */
    public String hint() {
        return hint;
    }

    /** @param path the path at fault, quoted in the message */
    public static UploadRefused badPath(String path, String because) {
        return new UploadRefused(
                Why.BAD_PATH,
                quoted(path) + " " + because,
                "Rename or leave out this file and upload again; nothing was stored.");
    }

    /** A text of the upload for a message: its first 200 characters, without control characters, in quotation marks. */
    public static String quoted(String text) {
        String shown = text.length() <= 200 ? text : text.substring(0, 200) + "…";
        return "“" + shown.replaceAll("\\p{Cntrl}", "?") + "”";
    }

    public static UploadRefused tooLarge(String detail, String setting) {
        return new UploadRefused(
                Why.TOO_LARGE, detail, "Upload less, or raise " + setting + " on the server and start it again.");
    }

    public static UploadRefused incomplete(String detail) {
        return new UploadRefused(Why.INCOMPLETE, detail, AGAIN);
    }

    public static UploadRefused incomplete(String detail, Throwable cause) {
        return new UploadRefused(Why.INCOMPLETE, detail, AGAIN, cause);
    }

    public static UploadRefused noSpace(String detail) {
        return new UploadRefused(Why.NO_SPACE, detail, FREE_SPACE);
    }

    public static UploadRefused noSpace(String detail, Throwable cause) {
        return new UploadRefused(Why.NO_SPACE, detail, FREE_SPACE, cause);
    }

    /** @param cause the exception of a reader; its message becomes part of this one */
    public static UploadRefused unreadable(String detail, Throwable cause) {
        String words = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new UploadRefused(
                Why.INVALID,
                detail + ": " + words,
                "Make it again with an ordinary zip (deflate) or tar -czf, and upload it again.",
                cause);
    }

    public static UploadRefused invalid(String detail, String hint) {
        return new UploadRefused(Why.INVALID, detail, hint);
    }
}
