package parley.server.storage;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.annotation.sql.DataSourceDefinition;
import jakarta.ejb.Lock;
import jakarta.ejb.LockType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.sql.Connection;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Starts first: locks the data folder, then migrates the schema.
 *
 * <p>H2 below the data folder by default, PostgreSQL with the properties {@code parley.db.*}. Other start-up beans
 * have {@code @DependsOn("Storage")}.
 */
@DataSourceDefinition(
        name = Storage.DATA_SOURCE,
        className = "${MPCONFIG=parley.db.class}",
        url = "${MPCONFIG=parley.db.url}",
        user = "${MPCONFIG=parley.db.user}",
        password = "${MPCONFIG=parley.db.password}",
        isolationLevel = Connection.TRANSACTION_READ_COMMITTED,
        minPoolSize = 1,
        maxPoolSize = 32,
        properties = {
            // a connection that the database has dropped is replaced, not handed out
            "fish.payara.is-connection-validation-required=true",
            "fish.payara.connection-validation-method=auto-commit",
            "fish.payara.validate-atmost-once-period-in-seconds=10"
        })
@Singleton
@Startup
@Lock(LockType.READ)
@TransactionManagement(TransactionManagementType.BEAN)
public class Storage {
    static final String DATA_SOURCE = "java:app/jdbc/parley";

    @Inject
    @ConfigProperty(name = "parley.data.dir")
    String dataDir;

    @Resource(lookup = DATA_SOURCE)
    DataSource dataSource;

    private DataFolder folder;

    @PostConstruct
    void open() {
        folder = DataFolder.open(Path.of(dataDir));
        Migration.migrate(dataSource);
    }

    @PreDestroy
    void close() {
        folder.close();
    }

    @Produces
    @jakarta.inject.Singleton
    public DataFolder folder() {
        return folder;
    }

    @Produces
    @jakarta.inject.Singleton
    public DataSource dataSource() {
        return dataSource;
    }
}
