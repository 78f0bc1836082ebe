package parley.apply.internal.disk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import parley.message.bundle.Digest;

/** Digests of texts and streams. */
public final class Sha256 {
    private static final int BUFFER = 64 * 1024;

    private Sha256() {}

    /** A digest and how many bytes went into it. */
    public record Sum(Digest sha256, long size) {}

    /** Where the bytes of a stream go on the way. */
    interface Copy {
        void write(byte[] bytes, int from, int length) throws IOException;
    }

    public static Digest of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    public static Digest of(byte[] bytes) {
        return Digest.of(start().digest(bytes));
    }

    public static Sum of(InputStream in, Copy copy) throws IOException {
        MessageDigest digest = start();
        byte[] buffer = new byte[BUFFER];
        long size = 0;
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            digest.update(buffer, 0, n);
            copy.write(buffer, 0, n);
            size += n;
        }
        return new Sum(Digest.of(digest.digest()), size);
    }

    public static Sum of(FileAccess files, String path) throws IOException {
        try (InputStream in = files.read(path)) {
            return of(in, (bytes, from, length) -> {});
        }
    }

    private static MessageDigest start() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
