package parley.protocol;

import java.time.Duration;

/** The numbers of the wire that callers need (docs/protocol.md, sections 4, 6 and 7). Sizes are in bytes. */
public final class Wire {
    /** The WebSocket subprotocol that both ends must name. */
    public static final String SUBPROTOCOL = "parley.v1";
    /** The endpoint below each URL of a token. */
    public static final String PATH = "/parley/v1";

    public static final int M0_SIZE = 34;
    /** M1 in suite 1; see {@link Suite#m1Size()}. */
    public static final int M1_SIZE = 131;
    /** M2 in suite 1; see {@link Suite#m2Size()}. */
    public static final int M2_SIZE = 82;

    public static final int M3_SIZE = 130;

    public static final int MIN_RECORD = 22;
    public static final int MAX_RECORD = 65_553;
    /** The greatest JSON text, all parts together. */
    public static final int MAX_JSON = 4 * 1024 * 1024;
    /** The greatest {@code hello}. */
    public static final int HELLO_MAX = 4096;

    /** The WebSocket close code of every failure of a handshake or a record; always with an empty reason. */
    public static final int FAILURE_CLOSE = 4400;
    /** The WebSocket close code after both sides have sent their sealed close. */
    public static final int NORMAL_CLOSE = 1000;

    /** From the upgrade to a verified M3; kept by each side. */
    public static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(10);
    /** From M3 to {@code hello}. */
    public static final Duration HELLO_TIMEOUT = Duration.ofSeconds(10);
    /** A side that has received nothing for so long sends {@code ping}. */
    public static final Duration PING_AFTER = Duration.ofSeconds(20);
    /** So long without a record ends the session as interrupted. */
    public static final Duration SILENCE = Duration.ofSeconds(60);
    /** How long the other side's close is waited for. */
    public static final Duration CLOSE_WAIT = Duration.ofSeconds(5);
    /** The life of a session. */
    public static final Duration SESSION_LIFE = Duration.ofHours(24);

    private Wire() {}
}
