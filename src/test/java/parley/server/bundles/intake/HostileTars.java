package parley.server.bundles.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Archives in tar.gz whose reading could need more memory than the server has, each written as a stream. */
final class HostileTars {

    /** What goes into an archive. */
    private interface Content {
        void write(OutputStream tar) throws IOException;
    }

    private static final int BLOCK = 512;

    private HostileTars() {}

    private static void tar(OutputStream out, Content content) throws IOException {
        GZIPOutputStream tar = new GZIPOutputStream(out, 64 * 1024);
        content.write(tar);
        tar.write(new byte[2 * BLOCK]);
        tar.finish();
    }

    private static void put(OutputStream tar, TarArchiveEntry entry, byte[] content) throws IOException {
        entry.setSize(content.length);
        byte[] header = new byte[BLOCK];
        entry.writeEntryHeader(header);
        tar.write(header);
        tar.write(content);
        tar.write(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
    }

    private static void file(OutputStream tar, String path, String content) throws IOException {
        put(tar, new TarArchiveEntry(path), content.getBytes(UTF_8));
    }

    private static void folder(OutputStream tar, String path) throws IOException {
        put(tar, new TarArchiveEntry(path), new byte[0]);
    }

    private static void longPath(OutputStream tar, String path) throws IOException {
        pax(tar, 'x', record("path", path));
    }

    private static void link(OutputStream tar, String path, String target) throws IOException {
        pax(tar, 'x', record("linkpath", target));
        put(tar, new TarArchiveEntry(path, TarConstants.LF_SYMLINK), new byte[0]);
    }

    /** A pax header, for the next entry ({@code x}) or for all that follow ({@code g}). */
    private static void pax(OutputStream tar, char type, byte[] records) throws IOException {
        put(tar, new TarArchiveEntry("pax", (byte) type), records);
    }

    /** A record of a pax header, which begins with its own length. */
    static byte[] record(String key, String value) {
        int length = (key + value).getBytes(UTF_8).length + 3;
        int digits = Integer.toString(length).length();
        length += Integer.toString(length + digits).length();
        return (length + " " + key + "=" + value + "\n").getBytes(UTF_8);
    }

    static void deepFolders(OutputStream out) throws IOException {
        tar(out, tar -> {
            String deep = "/d".repeat(504);
            for (int i = 0; i < 20_000; i++) {
                longPath(tar, i + deep + "/");
                folder(tar, "d/");
            }
        });
    }

    static void foldersWithoutEnd(OutputStream out) throws IOException {
        tar(out, tar -> {
            for (int i = 0; i < 40_000; i++) {
                folder(tar, i + "/");
            }
        });
    }

    static void oneFolderWithoutEnd(OutputStream out) throws IOException {
        tar(out, tar -> {
            for (int i = 0; i < 40_000; i++) {
                folder(tar, "again/");
            }
        });
    }

    static void longPaths(OutputStream out) throws IOException {
        tar(out, tar -> {
            String tail = ("/" + "e".repeat(97)).repeat(10);
            for (int i = 0; i < 20_000; i++) {
                longPath(tar, i + tail + "/");
                folder(tar, "d/");
            }
        });
    }

    static void longHeader(OutputStream out) throws IOException {
        tar(out, tar -> {
            pax(tar, 'x', record("path", "p".repeat(4 << 20)));
            file(tar, "a", "");
        });
    }

    static void longGnuName(OutputStream out) throws IOException {
        tar(
                out,
                tar -> put(
                        tar,
                        new TarArchiveEntry("././@LongLink", TarConstants.LF_GNUTYPE_LONGNAME),
                        new byte[4 << 20]));
    }

    static void manyHeadersOfOneFile(OutputStream out) throws IOException {
        tar(out, tar -> {
            for (int i = 0; i < 100_000; i++) {
                pax(tar, 'x', record("comment", "c"));
            }
            file(tar, "a", "");
        });
    }

    static void globalHeadersThatAddUp(OutputStream out) throws IOException {
        tar(out, tar -> {
            for (int i = 0; i < 60; i++) {
                pax(tar, 'g', record("comment." + i, "c".repeat(200_000)));
                file(tar, "f" + i, "");
            }
        });
    }

    static void sparseHeadersThatAddUp(OutputStream out) throws IOException {
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        for (int i = 0; i < 5_000; i++) {
            records.writeBytes(record("GNU.sparse.offset", "0"));
            records.writeBytes(record("GNU.sparse.numbytes", "0"));
        }
        tar(out, tar -> {
            for (int i = 0; i < 60; i++) {
                pax(tar, 'g', records.toByteArray());
                file(tar, "f" + i, "");
            }
        });
    }

    static void linksToLongNames(OutputStream out) throws IOException {
        tar(out, tar -> {
            for (int i = 0; i < 9_000; i++) {
                link(tar, "l" + i, "t".repeat(200) + i);
            }
            for (int i = 0; i < 999; i++) {
                link(tar, "m" + i, "t/".repeat(500) + i);
            }
        });
    }

    static void linkWithoutEnd(OutputStream out) throws IOException {
        tar(out, tar -> link(tar, "l", "../x/".repeat(40_000)));
    }

    /** The longest chain that there may be: it is taken. */
    static void chainOfLinks(OutputStream out) throws IOException {
        tar(out, tar -> {
            for (int i = 0; i < 9_999; i++) {
                link(tar, "l" + i, "l" + (i + 1));
            }
            file(tar, "l9999", "end");
        });
    }

    static void zeros(OutputStream out) throws IOException {
        tar(out, tar -> {
            TarArchiveEntry zeros = new TarArchiveEntry("zeros");
            zeros.setSize(12 << 20);
            byte[] header = new byte[BLOCK];
            zeros.writeEntryHeader(header);
            tar.write(header);
            for (int i = 0; i < 12; i++) {
                tar.write(new byte[1 << 20]);
            }
        });
        tar(out, tar -> {});
        try (GZIPOutputStream more = new GZIPOutputStream(out)) {
            for (int i = 0; i < 100; i++) {
                more.write(new byte[1 << 20]);
            }
        }
    }

    static void gzipCommentWithoutEnd(OutputStream out) throws IOException {
        out.write(new byte[] {0x1f, (byte) 0x8b, 8, 0x10, 0, 0, 0, 0, 0, 3});
        byte[] comment = "c".repeat(1 << 20).getBytes(UTF_8);
        for (int i = 0; i < 32; i++) {
            out.write(comment);
        }
    }

    static void emptyGzipMembers(OutputStream out) throws IOException {
        ByteArrayOutputStream member = new ByteArrayOutputStream();
        new GZIPOutputStream(member).close();
        for (int i = 0; i < 50_000; i++) {
            out.write(member.toByteArray());
        }
    }

    /**
     * All that a bundle may have: as many files as possible, with the longest paths that they may have, in no Latin
     * script.
     */
    static void theLargestBundle(OutputStream out) throws IOException {
        tar(out, tar -> {
            for (int i = 0; i < 10_000; i++) {
                String folder = i % 100 + "Ω" + "F".repeat(20);
                longPath(tar, folder + "/" + i + "Ω" + "N".repeat(65));
                file(tar, "f", "content " + i % 500);
            }
        });
    }
}
