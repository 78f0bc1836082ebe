package parley.protocol;

/** The content of a verified record. */
public sealed interface Incoming {
    /** A whole JSON text, its parts joined. Nothing has been decoded yet, not even UTF-8. */
    record Json(byte[] utf8) implements Incoming {}

    /** A part of a JSON text that goes on in the next record. */
    record Part() implements Incoming {}

    /**
     * Bytes of a blob: {@code array[from..from + length)}. Nobody else uses the array.
     *
     * @param fetch an unsigned 32-bit number
     * @param offset where in the blob these bytes are, an unsigned 64-bit number
     */
    record Data(long fetch, long offset, byte[] array, int from, int length) implements Incoming {
        /** All of these bytes. */
        public Data(long fetch, long offset, byte[] bytes) {
            this(fetch, offset, bytes, 0, bytes.length);
        }
    }

    /**
     * The peer's close: it sends nothing more.
     *
     * @param code the meaning of {@code rawCode}
     * @param rawCode the number as it came
     * @param retryAfter seconds; 0: none said
     * @param reason a text for people, at most 200 bytes of UTF-8; from an authenticated peer, but not checked
     */
    record Close(CloseCode code, int rawCode, long retryAfter, String reason) implements Incoming {}
}
