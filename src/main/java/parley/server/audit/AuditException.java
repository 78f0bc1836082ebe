package parley.server.audit;

/** The audit log cannot be read or written; the recorded change does not happen. */
public class AuditException extends RuntimeException {
    public AuditException(String message, Throwable cause) {
        super(message, cause);
    }
}
