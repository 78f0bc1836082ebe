package parley.server.audit;

/**
 * An entry of the audit log that was there once.
 *
 * @param seq its number; 0 is the beginning of the log
 * @param hash its hash, 64 hex digits
 */
public record AuditPoint(long seq, String hash) {}
