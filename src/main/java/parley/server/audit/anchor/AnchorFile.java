package parley.server.audit.anchor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import parley.server.audit.AuditEntry;
import parley.server.audit.AuditLog;
import parley.server.audit.AuditPoint;
import parley.server.storage.DataFolder;

/**
 * The anchor in the data folder: the file {@code audit.anchor}. It follows the log: after a crash it is behind, never
 * ahead. It is never moved past entries that do not fit, so what it has shown stays. Not thread-safe.
 */
final class AnchorFile {

    static final String NAME = "audit.anchor";

    private static final String USE = "anchor";

    /** How many entries are read at a time. */
    private static final int PAGE = 1_000;

    private final DataFolder folder;
    private final AuditSeal seal;

    AnchorFile(DataFolder folder, AuditSeal seal) {
        this.folder = folder;
        this.seal = seal;
    }

    AnchorState check(Connection connection) throws SQLException {
        Optional<String> line = read();
        if (line.isEmpty()) {
            return AnchorState.MISSING;
        }
        Optional<AuditPoint> point = seal.parse(USE, line.get());
        return point.isEmpty() ? AnchorState.FORGED : state(connection, point.get());
    }

    static AnchorState state(Connection connection, AuditPoint point) throws SQLException {
        if (AuditLog.end(connection).seq() < point.seq()) {
            return AnchorState.AHEAD;
        }
        return AuditLog.hashOf(connection, point.seq())
                        .filter(point.hash()::equals)
                        .isPresent()
                ? AnchorState.FITS
                : AnchorState.DIFFERS;
    }

    /** The anchored entry; empty if there is none, or none of this server. */
    Optional<AuditPoint> point() {
        return read().flatMap(line -> seal.parse(USE, line));
    }

    /**
     * Moves the anchor to the end of the log, if the entries in between follow it.
     *
     * @return what is wrong; FITS if nothing is
     */
    AnchorState advance(Connection connection) throws SQLException {
        AnchorState state = check(connection);
        if (state != AnchorState.FITS) {
            return state;
        }
        AuditPoint last = point().orElseThrow();
        AuditPoint next = last;
        for (AuditEntry entry : AuditLog.after(connection, last.seq(), PAGE)) {
            if (!entry.follows(next.hash(), next.seq())) {
                return AnchorState.DIFFERS;
            }
            next = new AuditPoint(entry.seq(), entry.hash());
        }
        if (next.seq() > last.seq()) {
            AuditLog.force(connection);
            write(next);
        }
        return AnchorState.FITS;
    }

    /** @param point an entry that is on the disk for sure */
    void write(AuditPoint point) {
        folder.writeSecret(NAME, seal.line(USE, point));
    }

    private Optional<String> read() {
        Path file = folder.resolve(NAME);
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("The anchor " + file + " cannot be read", e);
        }
    }
}
