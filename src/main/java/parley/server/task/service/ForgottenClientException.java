package parley.server.task.service;

/** The client was removed from its task while its session was open. */
public final class ForgottenClientException extends RuntimeException {

    ForgottenClientException(String id) {
        super("the client " + id + " was removed from its task");
    }
}
