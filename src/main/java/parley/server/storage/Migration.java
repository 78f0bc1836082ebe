package parley.server.storage;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Brings a database to the schema of this version; several nodes may do so at once. */
final class Migration {
    private Migration() {}

    static void migrate(DataSource dataSource) {
        migrate(dataSource, "latest");
    }

    /** @param version of the schema, as in the names of the scripts */
    static void migrate(DataSource dataSource, String version) {
        Flyway.configure(Migration.class.getClassLoader())
                .dataSource(dataSource)
                .locations("classpath:db/migration")
                .javaMigrations(new HotTableReferences())
                .target(version)
                .load()
                .migrate();
    }
}
