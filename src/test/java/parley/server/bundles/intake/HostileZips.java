package parley.server.bundles.intake;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Zips whose reading could need more memory than the server has. Each is written as a stream, and byte by byte where no
 * zip program would write it.
 */
final class HostileZips {

    private HostileZips() {}

    private static ByteBuffer bytes(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A file of no bytes, stored. */
    private static byte[] local(String name, int method) {
        return local(name, method, new byte[0]);
    }

    private static byte[] local(String name, int method, byte[] compressed) {
        return bytes(30 + name.length() + compressed.length)
                .putInt(0x04034b50)
                .putShort((short) 20)
                .putShort((short) 0)
                .putShort((short) method)
                .putInt(0)
                .putInt(0)
                .putInt(compressed.length)
                .putInt(compressed.length)
                .putShort((short) name.length())
                .putShort((short) 0)
                .put(name.getBytes(US_ASCII))
                .put(compressed)
                .array();
    }

    private static byte[] listed(String name, int extra, int comment) {
        return bytes(46 + name.length() + extra + comment)
                .putInt(0x02014b50)
                .putShort((short) 20)
                .putShort((short) 20)
                .putInt(0)
                .putInt(0)
                .putInt(0)
                .putInt(0)
                .putInt(0)
                .putShort((short) name.length())
                .putShort((short) extra)
                .putShort((short) comment)
                .putShort((short) 0)
                .putShort((short) 0)
                .putInt(0)
                .putInt(0)
                .put(name.getBytes(US_ASCII))
                .array();
    }

    private static byte[] end(int directoryBytes, int comment) {
        return bytes(22 + comment)
                .putInt(0x06054b50)
                .putInt(0)
                .putShort((short) 1)
                .putShort((short) 1)
                .putInt(directoryBytes)
                .putInt(0)
                .putShort((short) comment)
                .array();
    }

    /** A zip with one file of no bytes that says that it is compressed with this method. */
    static byte[] ofMethod(int method) {
        return ofMethod(method, new byte[0]);
    }

    static byte[] ofMethod(int method, byte[] compressed) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(local("notes.txt", method, compressed));
        byte[] listed = listed("notes.txt", 0, 0);
        out.writeBytes(listed);
        out.writeBytes(end(listed.length, 0));
        return out.toByteArray();
    }

    static void directoryWithoutEnd(OutputStream out) throws IOException {
        out.write(local("a", 0));
        byte[] listed = listed("a", 0, 0);
        for (int i = 0; i < 200_000; i++) {
            out.write(listed);
        }
        out.write(end(200_000 * listed.length, 0));
    }

    static void directoryOfCommentsAndExtraFields(OutputStream out) throws IOException {
        for (int i = 0; i < 500; i++) {
            out.write(local("f" + i, 0));
        }
        for (int i = 0; i < 500; i++) {
            out.write(listed("f" + i, 65_000, 65_000));
        }
        out.write(end(0, 0));
    }

    static void commentAtTheEnd(OutputStream out) throws IOException {
        out.write(local("a", 0));
        byte[] listed = listed("a", 0, 0);
        out.write(listed);
        out.write(end(listed.length, 65_000));
    }

    /** A zip64 whose directory is said to be larger than the zip. */
    static void hugeZip64(OutputStream out) throws IOException {
        out.write(local("a", 0));
        out.write(listed("a", 0, 0));
        out.write(bytes(56)
                .putInt(0x06064b50)
                .putLong(44)
                .putLong(40, Long.MAX_VALUE)
                .array());
        out.write(bytes(20).putInt(0x07064b50).array());
        out.write(end(-1, 0));
    }

    static void foldersWithoutEnd(OutputStream out) throws IOException {
        for (int i = 0; i < 40_000; i++) {
            out.write(local(i % 2 == 0 ? "again/" : i + "/", 0));
        }
    }

    static void namesOf64Kibibytes(OutputStream out) throws IOException {
        for (int i = 0; i < 100; i++) {
            out.write(local("n".repeat(65_000), 0));
        }
    }

    static void folderWithContent(OutputStream out) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ZipOutputStream zip = new ZipOutputStream(bytes);
        zip.putNextEntry(new ZipEntry("folder_"));
        for (int i = 0; i < 64; i++) {
            zip.write(new byte[1 << 20]);
        }
        zip.close();
        byte[] folder = bytes.toByteArray();
        folder[30 + "folder".length()] = '/';
        out.write(folder);
    }

    /**
     * All that a bundle may have: as many files as possible, with the longest paths that they may have, in no Latin
     * script.
     */
    static void theLargestBundle(OutputStream out) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out, UTF_8);
        for (int i = 0; i < 10_000; i++) {
            String folder = i % 100 + "Ω" + "F".repeat(20);
            zip.putNextEntry(new ZipEntry(folder + "/" + i + "Ω" + "N".repeat(65)));
            zip.write(("content " + i % 500).getBytes(UTF_8));
        }
        zip.finish();
    }
}
