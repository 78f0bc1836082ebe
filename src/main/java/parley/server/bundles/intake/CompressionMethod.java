package parley.server.bundles.intake;

import java.util.Map;

/** The names of the compression methods of a zip (PKWARE APPNOTE 6.3 §4.4.5). */
final class CompressionMethod {

    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(1, "Shrink"),
            Map.entry(2, "Reduce 1"),
            Map.entry(3, "Reduce 2"),
            Map.entry(4, "Reduce 3"),
            Map.entry(5, "Reduce 4"),
            Map.entry(6, "Implode"),
            Map.entry(9, "Deflate64"),
            Map.entry(10, "PKWARE DCL Implode"),
            Map.entry(12, "bzip2"),
            Map.entry(14, "LZMA"),
            Map.entry(16, "IBM z/OS CMPSC"),
            Map.entry(18, "IBM TERSE"),
            Map.entry(19, "IBM LZ77"),
            Map.entry(20, "Zstandard"),
            Map.entry(93, "Zstandard"),
            Map.entry(94, "MP3"),
            Map.entry(95, "xz"),
            Map.entry(96, "JPEG"),
            Map.entry(97, "WavPack"),
            Map.entry(98, "PPMd"),
            Map.entry(99, "AES encryption"));

    private CompressionMethod() {}

    /** Such as {@code Zstandard (method 93)}; {@code method 77} without a name. */
    static String words(int code) {
        return NAMES.containsKey(code) ? NAMES.get(code) + " (method " + code + ")" : "method " + code;
    }
}
