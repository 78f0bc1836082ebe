package parley.apply.internal.disk;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.NullMarked;
import parley.client.UpdateFailedException;
import parley.message.Reason;

/** An update cannot go on. The message says what happened in words that may be shown and reported. */
@NullMarked
public final class ApplyFailure extends Exception {
    /** A message with these words names something on this machine, not a fault of the bundle. */
    public static final String ON_THIS_MACHINE = "on this machine";

    private final Reason reason;
    private final String output;

    public ApplyFailure(Reason reason, String message) {
        this(reason, message, "");
    }

    public ApplyFailure(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.output = "";
    }

    /** With the output of a command. */
    public ApplyFailure(Reason reason, String message, String output) {
        super(message);
        this.reason = reason;
        this.output = output;
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    /** @param what is there, as in "there is a folder in its place" */
    public static ApplyFailure inTheWay(String path, String what) {
        return new ApplyFailure(
                Reason.PATH_REFUSED, "the path \"" + path + "\" is refused: " + ON_THIS_MACHINE + " " + what);
    }

    /** Sorts a failed file operation by what a person can do about it. */
    public static ApplyFailure of(IOException e) {
        String words = Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
        if (e instanceof LinkInTheWay) {
            return new ApplyFailure(Reason.PATH_REFUSED, words, e);
        }
        String why = e instanceof FileSystemException f && f.getReason() != null ? f.getReason() : words;
        String lower = why.toLowerCase(Locale.ROOT);
        if (lower.contains("no space left") || lower.contains("not enough space") || lower.contains("quota")) {
            return new ApplyFailure(Reason.NO_SPACE, "no space left on the disk of the destination: " + words, e);
        }
        if (e instanceof AccessDeniedException || lower.contains("read-only") || lower.contains("permission denied")) {
            return new ApplyFailure(Reason.PERMISSION, "not allowed: " + words, e);
        }
        if (lower.contains("not permitted")) {
            return new ApplyFailure(
                    Reason.PERMISSION,
                    "the system does not permit it, also not to root if the file is immutable or "
                            + "append-only (lsattr shows i or a; chattr -i or -a removes it): " + words,
                    e);
        }
        if (lower.contains("used by another process") || lower.contains("sharing violation")) {
            return new ApplyFailure(Reason.CONFLICT, "another program has the file open: " + words, e);
        }
        if (lower.contains("leaves the destination")) {
            return new ApplyFailure(Reason.PATH_REFUSED, words, e);
        }
        if (e instanceof AtomicMoveNotSupportedException || lower.contains("cross-device")) {
            return new ApplyFailure(
                    Reason.PATH_REFUSED,
                    "on this machine another file system is mounted below the destination: " + words,
                    e);
        }
        if (lower.contains("resource busy")) {
            return new ApplyFailure(
                    Reason.PATH_REFUSED,
                    "on this machine a single file or a folder is mounted there, which cannot be replaced (where "
                            + "it is a"
                            + " file, and /proc tells of it: --in-place): " + words,
                    e);
        }
        if (lower.contains("name too long")) {
            return new ApplyFailure(
                    Reason.PATH_REFUSED,
                    "on this machine the disk takes no name that long (most take 255 bytes, encrypted ones fewer): "
                            + words,
                    e);
        }
        return new ApplyFailure(Reason.INTERNAL, "a file operation failed: " + words, e);
    }

    public Reason reason() {
        return reason;
    }

    public String output() {
        return output;
    }

    public UpdateFailedException forTheClient() {
        return new UpdateFailedException(reason, getMessage(), output, this);
    }
}
