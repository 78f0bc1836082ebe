package parley.cli.rest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A multipart/form-data body (RFC 7578) of fields and files, generated while it is sent. Its length is known
 * beforehand, so that the server recognises an incomplete upload; a file whose size changes in the meantime ends the
 * upload with an {@link IOException}.
 */
public final class Multipart {

    private sealed interface Part permits Text, Content {
        long length();
    }

    private record Text(byte[] bytes) implements Part {
        @Override
        public long length() {
            return bytes.length;
        }
    }

    private record Content(Path file, long length) implements Part {}

    private final String boundary;
    private final List<Part> parts = new ArrayList<>();
    private final AtomicLong sent = new AtomicLong();
    private LongConsumer progress = done -> {};
    private volatile @Nullable IOException failure;

    public Multipart(SecureRandom random) {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        boundary = "parley-" + HexFormat.of().formatHex(bytes);
    }

    public Multipart field(String name, String value) {
        text("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n"
                + "Content-Type: text/plain; charset=UTF-8\r\n\r\n" + value + "\r\n");
        return this;
    }

    /** A file of {@code size} bytes; {@code headers} go into the head of its part. */
    public Multipart file(String name, String filename, Map<String, String> headers, Path file, long size) {
        text(head(name, filename, headers));
        parts.add(new Content(file, size));
        text("\r\n");
        return this;
    }

    /** The same with a text as content: the target of a link. */
    public Multipart text(String name, String filename, Map<String, String> headers, String content) {
        text(head(name, filename, headers) + content + "\r\n");
        return this;
    }

    private String head(String name, String filename, Map<String, String> headers) {
        StringBuilder head = new StringBuilder("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name
                + "\"; " + filenameParameter(filename) + "\r\nContent-Type: application/octet-stream\r\n");
        headers.forEach((header, value) ->
                head.append(header).append(": ").append(value).append("\r\n"));
        return head.append("\r\n").toString();
    }

    /** Is told, on the sending thread, how many of {@link #length} bytes have been taken. */
    public Multipart onProgress(LongConsumer listener) {
        progress = listener;
        return this;
    }

    public String contentType() {
        return "multipart/form-data; boundary=" + boundary;
    }

    /** Bytes in all. */
    public long length() {
        return parts.stream().mapToLong(Part::length).sum() + end().length;
    }

    /** Bytes taken so far. */
    public long sent() {
        return sent.get();
    }

    /** Why a file could not be sent; the HTTP client only knows that there were too few bytes. */
    Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    public BodyPublisher publisher() {
        return BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(this::stream), length());
    }

    private InputStream stream() {
        List<Part> all = new ArrayList<>(parts);
        all.add(new Text(end()));
        return new PartStream(all.iterator());
    }

    private byte[] end() {
        return ("--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private void text(String text) {
        parts.add(new Text(text.getBytes(StandardCharsets.UTF_8)));
    }

    // RFC 7578 has no common encoding of a quotation mark and a backslash (browsers write %22); RFC 8187 can encode
    // everything, and is used only for names that need it.
    private static String filenameParameter(String filename) {
        boolean plain = filename.indexOf('"') < 0
                && filename.indexOf('\\') < 0
                && !filename.contains("%22")
                && filename.chars().noneMatch(Character::isISOControl);
        return plain
                ? "filename=\"" + filename + "\""
                : "filename*=UTF-8''"
                        + URLEncoder.encode(filename, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The parts one after the other; opens each file only for its part and then closes it. */
    private final class PartStream extends InputStream {

        private final Iterator<Part> waiting;
        private InputStream current = InputStream.nullInputStream();

        PartStream(Iterator<Part> parts) {
            waiting = parts;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            try {
                int count = readOn(into, from, length);
                progress.accept(sent.addAndGet(Math.max(0, count)));
                return count;
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }

        private int readOn(byte[] into, int from, int length) throws IOException {
            int count = current.read(into, from, length);
            while (count < 0) {
                current.close();
                if (!waiting.hasNext()) {
                    return -1;
                }
                current = open(waiting.next());
                count = current.read(into, from, length);
            }
            return count;
        }

        @Override
        public void close() throws IOException {
            current.close();
        }

        private static InputStream open(Part part) throws IOException {
            if (part instanceof Content content) {
                return new ExactStream(Files.newInputStream(content.file()), content.file(), content.length());
            }
            return new ByteArrayInputStream(((Text) part).bytes());
        }
    }
}
