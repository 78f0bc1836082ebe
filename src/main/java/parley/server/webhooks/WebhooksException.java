package parley.server.webhooks;

/** The webhooks in the database cannot be read or written. */
public class WebhooksException extends RuntimeException {

    WebhooksException(String message, Throwable cause) {
        super(message, cause);
    }
}
