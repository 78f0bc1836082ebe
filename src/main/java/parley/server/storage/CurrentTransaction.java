package parley.server.storage;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.sql.Connection;

/**
 * The caller's transaction, for SQL next to JPA.
 *
 * <p>While JPA holds a connection, Payara's data source would give a second one: many transactions at once could use
 * up the pool, and a crash could separate the commits of the two. While a transaction completes, the data source even
 * gives a connection that commits by itself.
 */
@ApplicationScoped
public class CurrentTransaction {
    @PersistenceContext
    EntityManager entities;

    /**
     * The connection of JPA in this transaction, after a flush of all changes so far. The caller must not close,
     * commit or roll it back.
     *
     * @throws jakarta.persistence.TransactionRequiredException outside of a transaction
     */
    public Connection connection() {
        entities.flush();
        return entities.unwrap(Connection.class);
    }
}
