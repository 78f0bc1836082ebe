package parley.server.storage;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.sql.Connection;

/**
 * The transaction of the caller, for SQL beside JPA.
 *
 * <p>Payara's data source would give another connection as long as JPA holds one: many transactions at once would wait
 * for
 * second connections until the pool is empty, and a crash could part what was committed on the two. While a transaction
 * completes, the data source gives even one that commits by itself.
 */
@ApplicationScoped
public class CurrentTransaction {
    @PersistenceContext
    EntityManager entities;

    /**
     * The connection that JPA writes on in this transaction, after it has written everything that was changed so far.
     * It is not the caller's to close, commit or roll back.
     *
     * @throws jakarta.persistence.TransactionRequiredException outside of a transaction
     */
    public Connection connection() {
        entities.flush();
        return entities.unwrap(Connection.class);
    }
}
