package parley.server.bundles.intake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** The kind of an uploaded archive, from its first bytes. Two kinds are read, the others only named. */
enum ArchiveKind {
    ZIP("a zip", 0, "PK"),
    GZIP("a gzip", 0, "\37\u008b"),
    XZ("a tar compressed with xz", 0, "\u00fd7zXZ\0"),
    ZSTANDARD("a tar compressed with Zstandard", 0, "(\u00b5/\u00fd"),
    BZIP2("a tar compressed with bzip2", 0, "BZh"),
    LZ4("a tar compressed with lz4", 0, "\4\"M\30"),
    LZIP("a tar compressed with lzip", 0, "LZIP"),
    LZMA("a tar compressed with LZMA", 0, "]\0\0"),
    COMPRESS("a tar compressed with compress (.Z)", 0, "\37\u009d"),
    SEVEN_ZIP("a 7z archive", 0, "7z\u00bc\u00af'\34"),
    RAR("a rar archive", 0, "Rar!\32\7"),
    CPIO("a cpio archive", 0, "0707"),
    AR("an ar archive or a Debian package", 0, "!<arch>\n"),
    RPM("an rpm package", 0, "\u00ed\u00ab\u00ee\u00db"),
    CABINET("a Windows cabinet", 0, "MSCF"),
    TAR("a tar that is not compressed", 257, "ustar"),
    EMPTY("empty", 0, ""),
    UNKNOWN("neither a zip nor a tar.gz", 0, "");

    /** How many bytes are enough for that. */
    static final int BYTES = 262;

    private final String name;
    private final int offset;
    private final String magic;

    /** @param magic bytes, as ISO 8859-1 */
    ArchiveKind(String name, int offset, String magic) {
        this.name = name;
        this.offset = offset;
        this.magic = magic;
    }

    /** @param first the first bytes, {@link #BYTES} if there are as many */
    static ArchiveKind of(byte[] first) {
        if (first.length == 0) {
            return EMPTY;
        }
        String text = new String(first, ISO_8859_1);
        for (ArchiveKind kind : values()) {
            if (!kind.magic.isEmpty() && text.startsWith(kind.magic, kind.offset)) {
                return kind;
            }
        }
        return UNKNOWN;
    }

    String words() {
        return "The archive is " + name
                + (this == UNKNOWN || this == EMPTY ? "." : ", which this server " + "does not read.");
    }

    String wayOut() {
        String make = "“zip -r bundle.zip .” or “tar -czf bundle.tar.gz .”.";
        return switch (this) {
            case ZIP, GZIP, EMPTY, UNKNOWN -> "Make it with " + make;
            case TAR -> "Compress it with gzip and upload the tar.gz.";
            case XZ, ZSTANDARD, BZIP2, LZ4, LZIP, LZMA, COMPRESS ->
                "Decompress it, compress the tar with gzip, and upload the tar.gz.";
            case SEVEN_ZIP, RAR, CPIO, AR, RPM, CABINET -> "Unpack it, and make the archive again with " + make;
        };
    }
}
