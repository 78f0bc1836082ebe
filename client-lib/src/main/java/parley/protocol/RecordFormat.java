package parley.protocol;

/** The numbers of docs/protocol.md section 6. */
final class RecordFormat {
    static final byte JSON = 1;
    static final byte PART = 2;
    static final byte DATA = 3;
    static final byte CLOSE = 4;

    /** type u8 | length u32 */
    static final int HEADER = 5;

    static final int MAX_INNER = 65_536;
    static final int MAX_BODY = MAX_INNER - HEADER;
    /** fetch u32 | offset u64 */
    static final int DATA_HEADER = 12;
    /** code u16 | retryAfter u32 */
    static final int CLOSE_HEADER = 6;

    static final int MAX_REASON = 200;
    static final int PAD_TO = 64;

    private RecordFormat() {}
}
