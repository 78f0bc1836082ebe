package parley.server.storage;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jspecify.annotations.Nullable;

/**
 * Version 24 of the schema: the tables that a client's steps write have no foreign keys.
 *
 * <p>H2 keeps an index for each foreign key, beside the primary key that begins with the same column, and writes all
 * indexes of a row at each change of it. The scripts gave the keys no names, so each database has names of its own.
 */
final class HotTableReferences implements JavaMigration {

    private static final List<String> TABLES = List.of("client", "offer", "transition", "report");

    @Override
    public MigrationVersion getVersion() {
        return MigrationVersion.fromVersion("24");
    }

    @Override
    public String getDescription() {
        return "hot tables without references";
    }

    /** None: it has no text that could change. */
    @Override
    public @Nullable Integer getChecksum() {
        return null;
    }

    @Override
    public boolean canExecuteInTransaction() {
        return true;
    }

    @Override
    public void migrate(Context context) throws SQLException {
        Connection connection = context.getConnection();
        try (Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                for (String key : keysOf(connection, table)) {
                    statement.execute("ALTER TABLE " + table + " DROP CONSTRAINT \"" + key + "\"");
                }
            }
        }
    }

    private static List<String> keysOf(Connection connection, String table) throws SQLException {
        List<String> keys = new ArrayList<>();
        try (ResultSet rows = connection.getMetaData().getImportedKeys(null, connection.getSchema(), table)) {
            while (rows.next()) {
                keys.add(rows.getString("FK_NAME"));
            }
        }
        return keys;
    }
}
