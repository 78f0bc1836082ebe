package parley.server.idempotency;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import parley.server.storage.CurrentTransaction;

/** The keys in the database. Every method is a transaction. */
@ApplicationScoped
@Transactional
public class IdempotencyKeyStore {

    static final Duration KEPT = Duration.ofHours(24);

    /** SQLSTATE of a unique constraint, in H2 and in PostgreSQL. */
    private static final String DUPLICATE = "23505";

    private static final String NOT_YET = "";

    /** An idempotency key, which belongs to the API key of its request. */
    record Key(String apiKey, String text) {}

    /** The object that a request made, and the fingerprint of the request. */
    record Known(String fingerprint, String made) {}

    /** Another request with this key has committed meanwhile. */
    static final class KnownMeanwhile extends RuntimeException {
        KnownMeanwhile(SQLException cause) {
            super("another request with this key was faster", cause);
        }
    }

    @Inject
    CurrentTransaction transaction;

    @Inject
    Clock clock;

    Optional<Known> find(Key key) {
        try (PreparedStatement select = transaction
                .connection()
                .prepareStatement("SELECT fingerprint, made FROM repeatable_request"
                        + " WHERE api_key = ? AND idempotency_key = ? AND created_at > ?")) {
            select.setString(1, key.apiKey());
            select.setString(2, key.text());
            select.setLong(3, forgotten());
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(new Known(row.getString(1), row.getString(2))) : Optional.empty();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the keys of requests cannot be read", e);
        }
    }

    /**
     * Makes the object and stores the key. Of several requests at the same time the others wait for the first.
     *
     * @throws KnownMeanwhile if another request has made it
     */
    <T> T make(Key key, String fingerprint, Supplier<T> make, Function<T, String> id) {
        try {
            Connection connection = transaction.connection();
            forget(connection, key);
            insert(connection, key, fingerprint);
            T made = make.get();
            update(transaction.connection(), key, id.apply(made));
            return made;
        } catch (SQLException e) {
            if (DUPLICATE.equals(e.getSQLState())) {
                throw new KnownMeanwhile(e);
            }
            throw new IllegalStateException("the key of a request cannot be remembered", e);
        }
    }

    /** Deletes keys that are older than a day. */
    public void tidy() {
        try (PreparedStatement delete =
                transaction.connection().prepareStatement("DELETE FROM repeatable_request WHERE created_at <= ?")) {
            delete.setLong(1, forgotten());
            delete.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("the keys of old requests cannot be deleted", e);
        }
    }

    private void forget(Connection connection, Key key) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(
                "DELETE FROM repeatable_request WHERE api_key = ? AND idempotency_key = ? AND created_at <= ?")) {
            delete.setString(1, key.apiKey());
            delete.setString(2, key.text());
            delete.setLong(3, forgotten());
            delete.executeUpdate();
        }
    }

    private void insert(Connection connection, Key key, String fingerprint) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO repeatable_request VALUES (?, ?, ?, ?, ?)")) {
            insert.setString(1, key.apiKey());
            insert.setString(2, key.text());
            insert.setString(3, fingerprint);
            insert.setString(4, NOT_YET);
            insert.setLong(5, clock.millis());
            insert.executeUpdate();
        }
    }

    private static void update(Connection connection, Key key, String made) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE repeatable_request SET made = ? WHERE api_key = ? AND idempotency_key = ?")) {
            update.setString(1, made);
            update.setString(2, key.apiKey());
            update.setString(3, key.text());
            update.executeUpdate();
        }
    }

    private long forgotten() {
        return clock.instant().minus(KEPT).toEpochMilli();
    }
}
