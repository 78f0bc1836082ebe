package parley.server.events;

/** The events in the database cannot be read or written. */
public class EventsException extends RuntimeException {

    EventsException(String message, Throwable cause) {
        super(message, cause);
    }
}
