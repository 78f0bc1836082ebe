package parley.server.bundles.intake;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import parley.server.bundles.store.UploadRefused;

/** The central directory of a zip (PKWARE APPNOTE 6.3 §4.3.12 to §4.3.16), which the streaming reader does not use. */
final class ZipDirectory {

    /** Receives the entries one by one, so that they are not all in memory. */
    interface Receiver {
        void take(Entry entry) throws IOException;
    }

    /** @param unixMode type and permissions, or 0 if the zip was not made on Unix */
    record Entry(String name, int unixMode) {
        private static final int TYPE = 0170000;

        boolean isSymbolicLink() {
            return (unixMode & TYPE) == 0120000;
        }

        boolean isFolder() {
            return name.endsWith("/");
        }

        boolean isPlainFile() {
            int type = unixMode & TYPE;
            return type == 0 || type == 0100000;
        }

        /** The permissions, including set-user-id and the like; 0 if the zip does not have them. */
        int permissions() {
            return unixMode & 07777;
        }
    }

    private static final int END = 0x06054b50;
    private static final int END_SIZE = 22;
    private static final int END64_LOCATOR = 0x07064b50;
    private static final int END64_LOCATOR_SIZE = 20;
    private static final int END64 = 0x06064b50;
    private static final int END64_SIZE = 56;
    private static final int ENTRY = 0x02014b50;
    private static final int ENTRY_SIZE = 46;
    private static final int UNIX = 3;
    private static final int DARWIN = 19;

    private ZipDirectory() {}

    /**
     * Reads the directory in order.
     *
     * @param tail the last bytes of the zip, including the directory
     */
    static void read(ByteBuffer tail, Receiver receiver) throws IOException {
        ByteBuffer bytes = tail.order(ByteOrder.LITTLE_ENDIAN);
        int end = findEnd(bytes);
        int behind = end;
        long size = Integer.toUnsignedLong(bytes.getInt(end + 12));
        int end64 = end - END64_LOCATOR_SIZE - END64_SIZE;
        if (end64 >= 0 && bytes.getInt(end - END64_LOCATOR_SIZE) == END64_LOCATOR && bytes.getInt(end64) == END64) {
            behind = end64;
            size = bytes.getLong(end64 + 40);
        }
        if (size < 0 || size > behind) {
            throw damaged("its directory has an impossible size");
        }
        entries(bytes.position((int) (behind - size)).limit(behind), receiver);
    }

    private static int findEnd(ByteBuffer bytes) throws UploadRefused {
        for (int at = bytes.limit() - END_SIZE; at >= 0; at--) {
            if (bytes.getInt(at) == END
                    && at + END_SIZE + Short.toUnsignedInt(bytes.getShort(at + 20)) == bytes.limit()) {
                return at;
            }
        }
        throw damaged("its end is missing");
    }

    private static void entries(ByteBuffer bytes, Receiver receiver) throws IOException {
        while (bytes.hasRemaining()) {
            int at = bytes.position();
            if (bytes.remaining() < ENTRY_SIZE || bytes.getInt(at) != ENTRY) {
                throw damaged("its directory cannot be read");
            }
            int madeBy = bytes.get(at + 5);
            int nameLength = Short.toUnsignedInt(bytes.getShort(at + 28));
            int rest = Short.toUnsignedInt(bytes.getShort(at + 30)) + Short.toUnsignedInt(bytes.getShort(at + 32));
            int unixMode = madeBy == UNIX || madeBy == DARWIN ? bytes.getInt(at + 38) >>> 16 : 0;
            if (bytes.remaining() < ENTRY_SIZE + nameLength + rest) {
                throw damaged("its directory cannot be read");
            }
            byte[] name = new byte[nameLength];
            bytes.position(at + ENTRY_SIZE).get(name).position(at + ENTRY_SIZE + nameLength + rest);
            receiver.take(new Entry(name(name), unixMode));
        }
    }

    static String name(byte[] raw) throws UploadRefused {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(raw))
                    .toString();
        } catch (CharacterCodingException e) {
            throw UploadRefused.badPath(new String(raw, StandardCharsets.ISO_8859_1), "is not written in UTF-8.");
        }
    }

    static UploadRefused damaged(String because) {
        return UploadRefused.invalid(
                "The zip is damaged: " + because + ".", "Make the archive again and upload it again.");
    }
}
