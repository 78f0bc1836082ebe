package parley.server.storage;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import javax.transaction.xa.XAException;

/** Faults of the database that are none of Parley: pure. */
public enum DatabaseFault {
    /** It cannot be reached, has closed its connections, or could not commit. */
    AWAY,
    /** It has no room to write. */
    FULL;

    /** SQLSTATE 53100 of PostgreSQL, disk_full. */
    private static final String DISK_FULL = "53100";

    /** What systems and H2 say when a disk is full; they have no code of its own. */
    private static final Set<String> NO_ROOM = Set.of("No space left on device", "Disk quota exceeded");

    /**
     * The beginnings of SQLSTATEs: 08 connection exception, 57P0 and 53300 PostgreSQL ends, starts or has no connection
     * left; of H2: 90098 closed, 90121 closing, 90067 broken, 90031 and 90028 its file cannot be read or written.
     */
    private static final Set<String> GONE =
            Set.of("08", "57P0", "53300", "90098", "90121", "90067", "90031", "90028", "90020");

    /** The fault among the causes of {@code thrown}; empty if there is none. */
    public static Optional<DatabaseFault> in(Throwable thrown) {
        Optional<DatabaseFault> found = Optional.empty();
        Set<Throwable> seen = new HashSet<>();
        for (Throwable cause = thrown; cause != null && seen.add(cause); cause = cause.getCause()) {
            if (isFull(cause)) {
                return Optional.of(FULL);
            }
            if (isAway(cause)) {
                found = Optional.of(AWAY);
            }
        }
        return found;
    }

    private static boolean isFull(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        return cause instanceof SQLException sql && DISK_FULL.equals(sql.getSQLState())
                || fromDatabase(cause) && NO_ROOM.stream().anyMatch(message::contains);
    }

    private static boolean fromDatabase(Throwable cause) {
        return cause instanceof SQLException || cause.getClass().getName().startsWith("org.h2.");
    }

    private static boolean isAway(Throwable cause) {
        if (cause instanceof SQLTransientConnectionException
                || cause instanceof SQLNonTransientConnectionException
                || cause instanceof XAException) { // the container drops what the driver said to a commit
            return true;
        }
        return cause instanceof SQLException sql
                && sql.getSQLState() != null
                && GONE.stream().anyMatch(sql.getSQLState()::startsWith);
    }
}
