package parley.cli.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import parley.message.bundle.Digest;
import parley.message.bundle.FileEntry;
import parley.message.bundle.Mode;

/**
 * One entry to be shipped.
 *
 * @param path in the bundle, as spelled on this machine
 * @param file where it is
 * @param mode four octal digits, {@code link} or {@code dir}
 * @param target of a link
 */
record BundleEntry(String path, Path file, long size, String mode, Optional<String> target) {

    static final String LINK = "link";
    static final String FOLDER = "dir";

    boolean isFile() {
        return !mode.equals(LINK) && !mode.equals(FOLDER);
    }

    /** Reads the content, as it is now, for its digest. */
    FileEntry content() throws IOException {
        if (mode.equals(FOLDER)) {
            return FileEntry.folder();
        }
        MessageDigest sha256 = sha256();
        if (isFile()) {
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha256)) {
                long read = in.transferTo(OutputStream.nullOutputStream());
                return new FileEntry(Digest.of(sha256.digest()), read, Mode.parse(mode));
            }
        }
        byte[] text = target.orElse("").getBytes(StandardCharsets.UTF_8);
        return new FileEntry(Digest.of(sha256.digest(text)), text.length, Mode.LINK);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** {@code file}, {@code link} or {@code folder}. */
    String kind() {
        return switch (mode) {
            case LINK -> "link";
            case FOLDER -> "folder";
            default -> "file";
        };
    }
}
