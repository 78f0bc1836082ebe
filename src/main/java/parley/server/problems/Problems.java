package parley.server.problems;

import jakarta.ejb.EJBException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonException;
import jakarta.json.bind.JsonbException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.TransactionalException;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import parley.server.storage.DatabaseFault;

/** Makes a {@link Problem} of any exception. Never fails, never reveals internals. */
@ApplicationScoped
public class Problems {
    private static final Logger LOG = Logger.getLogger(Problems.class.getName());

    private SecureRandom random;

    @SuppressWarnings("NullAway.Init") // the proxy's, whose fields nobody reads
    protected Problems() {}

    @Inject
    public Problems(SecureRandom random) {
        this.random = random;
    }

    public Problem of(Throwable thrown) {
        Throwable cause = unwrapped(thrown);
        if (cause instanceof Problem problem) {
            return problem;
        }
        if (cause instanceof WebApplicationException web) {
            return web.getCause() != null && isUnreadableJson(web.getCause())
                    ? unreadableJson()
                    : ofStatus(web.getResponse().getStatus(), cause);
        }
        return isUnreadableJson(cause) ? unreadableJson() : incident(cause);
    }

    /** The problem of a bare HTTP status, as containers and JAX-RS give it. */
    public Problem ofStatus(int status, @Nullable Throwable cause) {
        return switch (status) {
            case 400 ->
                Problem.invalid("The request could not be understood.", "GET /openapi describes every request.");
            case 404 ->
                new Problem(
                        404,
                        "not_found",
                        "There is nothing here",
                        "There is no resource with this path.",
                        "GET /openapi lists all.");
            case 405 ->
                new Problem(
                        405,
                        "method_not_allowed",
                        "The method is not allowed",
                        "This resource exists, but not for this method.",
                        "GET /openapi lists the methods of every resource.");
            case 406 ->
                new Problem(
                        406,
                        "not_acceptable",
                        "No acceptable representation",
                        "The resource has no representation that the Accept header allows.",
                        "Accept application/json.");
            case 413 ->
                new Problem(
                        413,
                        "too_large",
                        "The request is too large",
                        "The body is larger than the server accepts.",
                        "");
            case 415 ->
                new Problem(
                        415,
                        "unsupported_media_type",
                        "The media type is not supported",
                        "The Content-Type of the request is not one that this resource reads.",
                        "Send JSON as application/json, uploads as multipart/form-data.");
            default ->
                status >= 500
                        ? incident(cause)
                        : new Problem(
                                status, "invalid", "The request was refused", "The status is " + status + ".", "");
        };
    }

    private Problem incident(@Nullable Throwable cause) {
        Optional<DatabaseFault> fault = cause == null ? Optional.empty() : DatabaseFault.in(cause);
        if (fault.isPresent()) {
            LOG.log(Level.WARNING, "database {0}: {1}", new Object[] {fault.get(), cause});
            return fault.get() == DatabaseFault.FULL ? full() : away();
        }
        byte[] id = new byte[6];
        random.nextBytes(id);
        String incident = HexFormat.of().formatHex(id);
        LOG.log(Level.SEVERE, "incident " + incident, cause);
        return new Problem(
                500,
                "internal",
                "Something went wrong in the server",
                "The server has an internal error; it is logged as incident " + incident + ".",
                "Look for the incident in the server's log; trying again may help.");
    }

    private static Problem away() {
        return new Problem(
                503,
                "unavailable",
                "The database does not answer",
                "The server cannot reach its database, or the database could not commit.",
                "Look whether the change is there, and try again in some seconds; GET /health/ready says when the"
                        + " database is back.");
    }

    private static Problem full() {
        return new Problem(
                507,
                "no_space",
                "The database has no room",
                "The disk of the database is full; nothing was changed.",
                "Make room on it, then try again; restart the server if GET /health/ready stays down.");
    }

    private static Problem unreadableJson() {
        return Problem.invalid(
                "The body is not the JSON that this resource reads.", "GET /openapi describes every request.");
    }

    private static boolean isUnreadableJson(Throwable cause) {
        return cause instanceof JsonbException || cause instanceof JsonException;
    }

    private static Throwable unwrapped(Throwable thrown) {
        Throwable cause = thrown;
        while (isWrapper(cause) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static boolean isWrapper(Throwable thrown) {
        return thrown instanceof EJBException
                || thrown instanceof TransactionalException
                || thrown instanceof RollbackException
                || thrown instanceof ProcessingException
                || thrown instanceof CompletionException
                || thrown instanceof ExecutionException
                || thrown instanceof jakarta.servlet.ServletException;
    }
}
