package parley.server.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The files of the admin page under addresses that have a hash of all of them, and its document, which names these
 * addresses. A browser may keep a file for ever: another content has another address.
 *
 * <p>Immutable. {@link #file} looks a name up and touches no disk, so that no name leads out of the page.
 */
final class PageFiles {
    static final String PREFIX = "/static";
    static final String DOCUMENT = "index.html";

    private static final String FOR_EVER = "public, max-age=31536000, immutable";
    private static final String ASK_FIRST = "no-cache";

    /** All files together, as the memory holds them; the page has 0.2 MB. */
    private static final int MOST_BYTES = 2 << 20;

    /** The first half of a SHA-256: names a version, protects nothing. */
    private static final int HASH_BYTES = 16;

    private static final Pattern ADDRESS = Pattern.compile("(href|src)=\"/([^\"]*)\"");
    private static final String END_OF_HEAD = "</head>";

    private final String hash;
    private final Map<String, PageFile> files;
    private final PageFile document;

    /**
     * @param contents the files by their names in the page ({@code js/main.js}), with its document
     * @throws IllegalStateException if the document is missing or names a file that is not there, if a file is of an
     *     unknown type, or if they are too large together
     */
    PageFiles(Map<String, byte[]> contents) {
        long bytes = contents.values().stream().mapToLong(each -> each.length).sum();
        if (bytes > MOST_BYTES) {
            throw new IllegalStateException("the page has " + bytes + " bytes, more than " + MOST_BYTES);
        }
        SortedMap<String, byte[]> rest = new TreeMap<>(contents);
        byte[] markup = rest.remove(DOCUMENT);
        if (markup == null) {
            throw new IllegalStateException("the page has no " + DOCUMENT);
        }
        hash = hash(new TreeMap<>(contents));
        files = rest.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, file -> PageFile.of(file.getKey(), FOR_EVER, hash, file.getValue())));
        byte[] addressed = addressed(new String(markup, UTF_8), rest).getBytes(UTF_8);
        document = PageFile.of(DOCUMENT, ASK_FIRST, hash, addressed);
    }

    /** Of all files: another version of the page has another hash. */
    String hash() {
        return hash;
    }

    /** What a browser gets first. */
    PageFile document() {
        return document;
    }

    /** The file with this name, as {@code js/main.js}; null if the page has none. */
    @Nullable
    PageFile file(String name) {
        return files.get(name);
    }

    /** With the addresses of this version; a browser asks for all scripts at once instead of import after import. */
    private String addressed(String markup, SortedMap<String, byte[]> rest) {
        String preloads = rest.keySet().stream()
                .filter(name -> name.endsWith(".js"))
                .map(name -> "<link rel=\"modulepreload\" href=\"" + address(name) + "\" />\n")
                .collect(Collectors.joining());
        return ADDRESS.matcher(markup)
                .replaceAll(found -> {
                    String name = found.group(2);
                    if (!rest.containsKey(name)) {
                        throw new IllegalStateException(DOCUMENT + " names /" + name + ", which is not there");
                    }
                    return Matcher.quoteReplacement(found.group(1) + "=\"" + address(name) + "\"");
                })
                .replace(END_OF_HEAD, preloads + END_OF_HEAD);
    }

    private String address(String name) {
        return PREFIX + "/" + hash + "/" + name;
    }

    /** The length before each part says where it ends, so that no two sets of files are the same bytes. */
    private static String hash(SortedMap<String, byte[]> contents) {
        MessageDigest sha256 = sha256();
        contents.forEach((name, content) -> {
            for (byte[] part : new byte[][] {name.getBytes(UTF_8), content}) {
                sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, part.length));
                sha256.update(part);
            }
        });
        return HexFormat.of().formatHex(sha256.digest(), 0, HASH_BYTES);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
