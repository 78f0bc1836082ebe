package parley.server.bundles.intake;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.commons.fileupload2.core.FileUploadSizeException;
import org.apache.commons.fileupload2.core.MultipartInput;
import parley.server.bundles.store.BundleLimits;
import parley.server.bundles.store.Staging;
import parley.server.bundles.store.UploadRefused;

/**
 * A multipart/form-data body with a bundle in it: the fields {@code name}, {@code version} and {@code emptyFolders},
 * and either parts {@code file} (the file name is the path in the bundle) or one part {@code archive}.
 *
 * <p>It is read as a stream: contents go to the staging area as they arrive.
 */
public final class MultipartUpload {

    /**
     * The content of a complete upload.
     *
     * @param archive the file name of the archive, if it was one
     */
    public record Received(
            Optional<String> name, Optional<String> version, Optional<String> archive, BundleIntake.Content content) {}

    private static final int PART_HEADER_BYTES = 8 * 1024;
    private static final int FIELD_BYTES = 1024;

    private final BundleIntake intake;
    private final BundleLimits limits;
    private Optional<String> name = Optional.empty();
    private Optional<String> version = Optional.empty();
    private Optional<String> archive = Optional.empty();
    private Optional<String> emptyFolders = Optional.empty();
    private boolean hasFiles;
    private boolean hasArchive;

    private MultipartUpload(Staging staging, BundleLimits limits) {
        this.intake = new BundleIntake(staging, limits);
        this.limits = limits;
    }

    /**
     * Reads a body to its closing boundary.
     *
     * @param boundary the parameter of the content type
     * @throws UploadRefused if the upload cannot become a bundle; {@code INCOMPLETE} if the body ends early or cannot
     *     be read
     * @throws IOException the disk cannot be written
     */
    public static Received read(InputStream body, String boundary, Staging staging, BundleLimits limits)
            throws IOException {
        return new MultipartUpload(staging, limits).read(body, boundary);
    }

    private Received read(InputStream body, String boundary) throws IOException {
        UploadStream upload = new UploadStream(body);
        MultipartInput multipart = open(upload, boundary);
        multipart.setHeaderCharset(StandardCharsets.UTF_8);
        if (!framing(upload, multipart::skipPreamble)) {
            throw UploadRefused.incomplete("The upload ended before its first part.");
        }
        boolean more = true;
        while (more) {
            Part part = framing(upload, () -> Part.of(multipart.readHeaders()));
            InputStream content = multipart.newInputStream();
            take(part, content);
            framing(upload, () -> content.transferTo(OutputStream.nullOutputStream()));
            more = framing(upload, multipart::readBoundary);
        }
        return new Received(name, version, archive, intake.content(keepsEmptyFolders()));
    }

    private static MultipartInput open(UploadStream upload, String boundary) throws IOException {
        try {
            return MultipartInput.builder()
                    .setInputStream(upload)
                    .setBoundary(boundary.getBytes(StandardCharsets.ISO_8859_1))
                    .setMaxPartHeaderSize(PART_HEADER_BYTES)
                    .get();
        } catch (IllegalArgumentException e) {
            throw UploadRefused.invalid(
                    "The boundary in the content type cannot be used.",
                    "Use a boundary of at most 70 characters (RFC 2046).");
        }
    }

    /**
     *  A step between or at the end of parts: a failure there means that the body ends too early or is not multipart.
     */
    private static <T> T framing(UploadStream upload, ArchiveContent.Step<T> step) throws IOException {
        try {
            return step.take();
        } catch (UploadRefused e) {
            throw e;
        } catch (FileUploadSizeException e) {
            throw UploadRefused.invalid(
                    "The head of a part is larger than " + PART_HEADER_BYTES + " bytes.", "Use a shorter file name.");
        } catch (IOException e) {
            throw UploadRefused.incomplete(
                    "The upload ended after " + upload.count() + " bytes, before its closing boundary.", e);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            throw UploadRefused.unreadable("The upload cannot be read as multipart/form-data", e);
        }
    }

    private void take(Part part, InputStream content) throws IOException {
        UploadStream bytes = new UploadStream(content);
        switch (part.field()) {
            case "name" -> name = text(name, part, bytes);
            case "version" -> version = text(version, part, bytes);
            case "emptyFolders" -> emptyFolders = text(emptyFolders, part, bytes);
            case "file" -> takeFile(part, bytes);
            case "archive" -> takeArchive(part, bytes);
            default ->
                throw UploadRefused.invalid(
                        "The upload has a part " + UploadRefused.quoted(part.field()) + ", which this "
                                + "upload does not know.",
                        "Use the parts name, version, emptyFolders, and file or archive.");
        }
    }

    private static Optional<String> text(Optional<String> before, Part part, UploadStream content) throws IOException {
        if (before.isPresent()) {
            throw UploadRefused.invalid("The field “" + part.field() + "” comes twice.", "Send it once.");
        }
        byte[] bytes = content.readNBytes(FIELD_BYTES + 1);
        if (bytes.length > FIELD_BYTES) {
            throw UploadRefused.invalid(
                    "The field “" + part.field() + "” is longer than " + FIELD_BYTES + " bytes.",
                    "Use a shorter text.");
        }
        return Optional.of(new String(bytes, StandardCharsets.UTF_8));
    }

    private void takeFile(Part part, UploadStream content) throws IOException {
        if (hasArchive) {
            throw eitherOr();
        }
        hasFiles = true;
        String path = part.fileName()
                .orElseThrow(() -> UploadRefused.invalid(
                        "A part “file” has no file name.", "Give the path in the bundle as its file name."));
        if (path.contains("%22") || path.indexOf('\\') >= 0 && !part.extendedName()) {
            throw UploadRefused.badPath(
                    path,
                    "has a %22 or a backslash, which may stand for a quotation mark; write the "
                            + "name as"
                            + " filename*=UTF-8''… (RFC 8187), or put the files into an archive.");
        }
        switch (part.mode().orElse("")) {
            case "link" -> intake.symbolicLink(path, content);
            case "dir" -> takeFolder(path, content);
            default -> intake.file(path, mode(path, part), content);
        }
    }

    private void takeFolder(String path, UploadStream content) throws IOException {
        if (content.read() >= 0) {
            throw UploadRefused.badPath(path, "is a folder with content.");
        }
        intake.folder(path);
    }

    private boolean keepsEmptyFolders() throws UploadRefused {
        return switch (emptyFolders.orElse("drop")) {
            case "keep" -> true;
            case "drop" -> false;
            default ->
                throw UploadRefused.invalid(
                        "The field “emptyFolders” is neither keep nor drop.", "Leave it out to get drop.");
        };
    }

    private void takeArchive(Part part, UploadStream content) throws IOException {
        if (hasFiles || hasArchive) {
            throw eitherOr();
        }
        hasArchive = true;
        archive = part.fileName();
        new Archive(intake, limits).read(content);
    }

    private static int mode(String path, Part part) throws UploadRefused {
        if (part.mode().isEmpty()) {
            return BundleIntake.DEFAULT_MODE;
        }
        String text = part.mode().get();
        if (!text.matches("[0-7]{3,4}")) {
            throw UploadRefused.invalid(
                    UploadRefused.quoted(path) + " has the mode " + UploadRefused.quoted(text)
                            + ", which is not four octal digits, link or dir.",
                    "Use a mode such as 0644.");
        }
        return Integer.parseInt(text, 8);
    }

    private static UploadRefused eitherOr() {
        return UploadRefused.invalid(
                "The upload has both files and an archive, or two archives.", "Upload either files or one archive.");
    }
}
