package parley.server.sessions;

/** Where a connection stands. It only ever moves forward. */
enum Phase {
    EXPECTS_M1,
    EXPECTS_M3,
    EXPECTS_HELLO,
    /** A record now was sent before welcome can have been read. */
    ADMITTING,
    TALKING,
    /** Our close is sent; what comes is opened and ignored. */
    CLOSING,
    /** Both sides' closes are said; ours has perhaps not left yet. */
    LEAVING,
    ENDED
}
