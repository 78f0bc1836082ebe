package parley.cli.rest;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;

/** The error texts of requests: no connection, no Parley at the other end, or a problem that the server reports. */
final class RestFailure {

    private RestFailure() {}

    static CliProblem of(ServerAddress address, IOException cause) {
        String start = address.loopback() ? "parley serve" : "check the address, and that the server is up";
        if (cause instanceof SSLException) {
            return unreachable(
                    "There is no trusted TLS connection to " + address + ".",
                    sentence(cause),
                    "check the server's certificate; parley login URL trusts one that no authority has signed",
                    cause);
        }
        if (cause instanceof HttpConnectTimeoutException) {
            return unreachable(
                    "Cannot reach " + address + ".", "It did not accept a connection within 5 seconds.", start, cause);
        }
        if (cause instanceof ConnectException && isUnknownHost(cause)) {
            String host = address.base().getHost();
            return unreachable(
                    "Cannot reach " + address + ".", "The name " + host + " is not known.", "check the name", cause);
        }
        if (cause instanceof ConnectException) {
            return unreachable(
                    "Cannot reach " + address + ".",
                    "Nothing listens there: the connection was refused.",
                    start,
                    cause);
        }
        if (cause instanceof HttpTimeoutException) {
            return unreachable(
                    address + " does not answer.",
                    "It took longer than 30 seconds.",
                    "look at the server's log, then try again",
                    cause);
        }
        return unreachable(
                "The connection to " + address + " was lost.",
                sentence(cause),
                "try again; look at the server's log if it happens again",
                cause);
    }

    static CliProblem of(ServerAddress address, int status, JsonObject problem) {
        String code = problem.getString("code", "");
        String what = problem.getString("title", "The server refused the request (HTTP " + status + ").");
        return new CliProblem(
                exit(status),
                sentence(what),
                problem.getString("detail", ""),
                problem.getString("hint", ""),
                Optional.of(code).filter(word -> !word.isEmpty()));
    }

    static CliProblem notParley(URI uri, int status, String type) {
        return new CliProblem(
                status == 401 || status == 403 ? ExitCode.REFUSED : ExitCode.UNREACHABLE,
                "What answers at " + uri.getScheme() + "://" + uri.getRawAuthority()
                        + " does not look like a Parley server.",
                "It answered HTTP " + status + " with " + (type.isBlank() ? "no content type" : type) + " to "
                        + uri.getPath() + ".",
                "check the address given by --server or PARLEY_SERVER");
    }

    private static ExitCode exit(int status) {
        return switch (status) {
            case 400, 413, 415, 422 -> ExitCode.USAGE;
            case 401, 403 -> ExitCode.REFUSED;
            case 404 -> ExitCode.NOT_FOUND;
            default -> ExitCode.FAILED;
        };
    }

    private static CliProblem unreachable(String what, String why, String hint, IOException cause) {
        return new CliProblem(ExitCode.UNREACHABLE, what, why, hint, cause);
    }

    private static boolean isUnknownHost(Throwable cause) {
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (t instanceof UnresolvedAddressException || t instanceof UnknownHostException) {
                return true;
            }
        }
        return false;
    }

    private static String sentence(IOException cause) {
        return sentence(cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage());
    }

    private static String sentence(String text) {
        return text.matches("(?s).*[.!?]") ? text : text + ".";
    }
}
