package parley.server.health;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * Why a server is not ready, and what to do. Has no path, address or text of a driver: whoever may ask for the
 * readiness may not know those.
 */
record NotReady(String reason, String hint) {

    static final NotReady STARTING = new NotReady(
            "The server is starting.", "Wait; if it takes more than some minutes, the server's log says why.");

    static final NotReady DATABASE_SLOW = new NotReady(
            "The database has not answered within 2 seconds.",
            "Look at the load of the database, and at the network to it; the server goes on by itself.");

    static final NotReady DISK_FULL = new NotReady(
            "The disk of the data folder is full.",
            "Make room on it, or delete bundles that are not needed: parley bundle delete. The server goes on by"
                    + " itself.");

    private static final Pattern SQL_STATE = Pattern.compile("[0-9A-Z]{5}");

    static NotReady of(SQLException e) {
        String state = e.getSQLState();
        boolean known = state != null && SQL_STATE.matcher(state).matches();
        String tail = known ? " (SQL state " + state + ")." : ".";
        if (known && state.startsWith("28")) {
            return new NotReady(
                    "The database refuses the server's user or password" + tail,
                    "Set PARLEY_DB_USER and PARLEY_DB_PASSWORD to what the database has, and start the server again.");
        }
        return new NotReady(
                "The database cannot be used" + tail,
                "Check that it runs and that this machine reaches it (PARLEY_DB_URL); the server goes on by itself.");
    }

    static NotReady of(IOException e) {
        if (e instanceof NoSuchFileException) {
            return new NotReady(
                    "A folder is missing in the data folder.",
                    "Bring the data folder back or mount its disk again, and start the server again.");
        }
        if (e instanceof AccessDeniedException) {
            return new NotReady(
                    "The server's user may not write to the data folder.",
                    "Give the data folder and all in it back to this user; the server goes on by itself.");
        }
        String said = e instanceof FileSystemException disk && disk.getReason() != null
                ? disk.getReason()
                : String.valueOf(e.getMessage());
        String lower = said.toLowerCase(Locale.ROOT);
        if (lower.contains("no space left") || lower.contains("quota exceeded")) {
            return DISK_FULL;
        }
        if (lower.contains("read-only file system")) {
            return new NotReady(
                    "The disk of the data folder is mounted read-only.",
                    "Look for errors of the disk in the system's log, and mount it for writing.");
        }
        return new NotReady(
                "The data folder cannot be written to (" + e.getClass().getSimpleName() + ").",
                "Check the disk of the data folder and who owns it.");
    }

    /** As the answer of a check that is down: {@code reason} and {@code hint}. */
    HealthCheckResponse response(String check) {
        return HealthCheckResponse.named(check)
                .down()
                .withData("reason", reason)
                .withData("hint", hint)
                .build();
    }
}
