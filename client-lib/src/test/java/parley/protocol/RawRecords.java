package parley.protocol;

/** Records with any content, also such as no writer seals. */
final class RawRecords {

    private RawRecords() {}

    static byte[] sealed(Ratchet ratchet, byte[] inner) {
        byte[] record = new byte[Ratchet.BEFORE + inner.length + Ratchet.AFTER];
        System.arraycopy(inner, 0, record, Ratchet.BEFORE, inner.length);
        ratchet.seal(record);
        return record;
    }
}
