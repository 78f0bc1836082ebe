package parley.server.storage;

import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/** Databases for unit tests, with the schema of this version. */
public final class Databases {
    private Databases() {}

    /** An empty one in memory, of its own; it lives as long as the JVM. */
    public static DataSource h2() {
        DataSource dataSource = emptyH2();
        Migration.migrate(dataSource);
        return dataSource;
    }

    /** The same without any table. */
    static DataSource emptyH2() {
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setURL("jdbc:h2:mem:" + UUID.randomUUID()
                + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;DB_CLOSE_DELAY=-1"
                + ";LOCK_TIMEOUT=10000");
        return dataSource;
    }
}
