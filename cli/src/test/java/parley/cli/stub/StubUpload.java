package parley.cli.stub;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import parley.message.bundle.BundleDigest;
import parley.message.bundle.Digest;
import parley.message.bundle.FileEntry;
import parley.message.bundle.Mode;

/** The parts of a small multipart body. */
final class StubUpload {

    private static final Pattern PART = Pattern.compile(
            "Content-Disposition: form-data; name=\"([^\"]*)\"(?:; filename=\"([^\"]*)\")?\r\n(.*?)\r\n\r\n(.*)",
            Pattern.DOTALL);
    private static final Pattern MODE = Pattern.compile("Parley-Mode: ([0-7]{4}|link|dir)");

    final Map<String, String> fields = new TreeMap<>();

    /** What each file is: its mode and its bytes as ISO 8859-1. */
    final Map<String, String> files = new TreeMap<>();

    StubUpload(String contentType, byte[] body) {
        String boundary = "--" + contentType.replaceAll(".*boundary=", "");
        String text = "\r\n" + new String(body, StandardCharsets.ISO_8859_1);
        String[] parts = text.split(Pattern.quote("\r\n" + boundary), -1);
        if (!parts[parts.length - 1].equals("--\r\n")) {
            throw new StubServer.StubProblem(
                    400, "upload_incomplete", "The upload is incomplete.", "It has no end.", "send it again");
        }
        for (int i = 1; i < parts.length - 1; i++) {
            Matcher part = PART.matcher(parts[i].substring(2));
            if (!part.matches()) {
                throw new StubServer.StubProblem(400, "invalid", "A part has no name.", parts[i], "");
            }
            if (part.group(2) == null) {
                fields.put(part.group(1), part.group(4));
            } else {
                Matcher mode = MODE.matcher(part.group(3));
                files.put(part.group(2), (mode.find() ? mode.group(1) : "0644") + " " + part.group(4));
            }
        }
    }

    /** As the server computes it. */
    String digest() {
        Map<String, FileEntry> entries = new TreeMap<>();
        files.forEach((path, file) -> {
            byte[] content = file.substring(file.indexOf(' ') + 1).getBytes(StandardCharsets.ISO_8859_1);
            Mode mode = Mode.parse(file.substring(0, file.indexOf(' ')));
            entries.put(path, new FileEntry(Digest.of(sha256(content)), content.length, mode));
        });
        return BundleDigest.of(entries).text();
    }

    private static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    long bytes() {
        return files.values().stream()
                .mapToLong(file -> file.length() - file.indexOf(' ') - 1)
                .sum();
    }
}
