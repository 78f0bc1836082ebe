package parley.server.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A copy of an H2 database at one moment, in a temporary file, made while others write. It has what was committed
 * before it began, and of later transactions each as a whole or nothing. Closing deletes the file.
 */
final class DatabaseCopy implements AutoCloseable {

    private static final String DATABASE = ".mv.db";

    private final Path archive;
    private final ZipFile zip;
    private final ZipEntry database;

    private DatabaseCopy(Path archive, ZipFile zip, ZipEntry database) {
        this.archive = archive;
        this.zip = zip;
        this.database = database;
    }

    /** Whether this is an H2 database. */
    static boolean isPossible(Connection connection) throws SQLException {
        return connection.getMetaData().getDatabaseProductName().equals("H2");
    }

    /**
     * @param archive a file that does not exist yet; H2 writes a compressed copy into it
     * @throws SQLException H2 cannot make the copy: it is in memory only, or the disk is full
     */
    static DatabaseCopy make(Connection connection, Path archive) throws SQLException, IOException {
        try {
            try (PreparedStatement backup = connection.prepareStatement("BACKUP TO ?")) {
                backup.setString(1, archive.toString());
                backup.execute();
            }
            ZipFile zip = new ZipFile(archive.toFile());
            try {
                return new DatabaseCopy(archive, zip, only(zip));
            } catch (IOException e) {
                zip.close();
                throw e;
            }
        } catch (SQLException | IOException e) {
            Files.deleteIfExists(archive);
            throw e;
        }
    }

    private static ZipEntry only(ZipFile zip) throws IOException {
        List<? extends ZipEntry> databases =
                zip.stream().filter(entry -> entry.getName().endsWith(DATABASE)).toList();
        if (databases.size() != 1) {
            throw new IOException("H2 made a copy of " + databases.size() + " databases instead of one");
        }
        return databases.get(0);
    }

    /** The bytes of the database's file. */
    InputStream read() throws IOException {
        return zip.getInputStream(database);
    }

    @Override
    public void close() throws IOException {
        try {
            zip.close();
        } finally {
            Files.deleteIfExists(archive);
        }
    }
}
