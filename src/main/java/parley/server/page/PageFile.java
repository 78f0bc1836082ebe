package parley.server.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * One file as it is delivered: scripts and styles as {@link BareLines}. Its content is not copied: nobody may change
 * the arrays.
 *
 * @param cacheControl the value of the header
 * @param etag weak, because both forms of the content have the same
 */
record PageFile(String mediaType, String cacheControl, String etag, byte[] plain, byte[] gzipped) {

    private static final Map<String, String> MEDIA_TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");

    static PageFile of(String name, String cacheControl, String hash, byte[] content) {
        String mediaType = MEDIA_TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (mediaType == null) {
            throw new IllegalStateException("the page has a file of unknown type: " + name);
        }
        byte[] delivered = delivered(name, content);
        return new PageFile(mediaType, cacheControl, "W/\"" + hash + "\"", delivered, gzip(delivered));
    }

    private static byte[] delivered(String name, byte[] content) {
        return name.endsWith(".js") || name.endsWith(".css")
                ? BareLines.of(new String(content, UTF_8)).getBytes(UTF_8)
                : content;
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
