package parley.server.storage;

import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.Set;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.h2.jdbc.JdbcConnection;
import org.h2.jdbcx.JdbcDataSource;

/**
 * H2 with group commit: {@code commit} returns when the transaction is on the disk (fsync included), and transactions
 * that commit at the same time are written together.
 *
 * <p>H2 alone either writes the changed pages of all tables for each commit (WRITE_DELAY=0), without fsync, or
 * acknowledges what is not written yet. The URL must leave WRITE_DELAY at its default, so that H2 does not write for
 * each commit too. Statements in auto-commit are not waited for.
 *
 * <p>It is no XADataSource, so that Payara runs transactions of one database without its two-phase coordinator.
 */
public final class H2DataSource implements DataSource {

    private static final Set<String> COMMITS = Set.of("commit", "setAutoCommit");

    private final JdbcDataSource h2 = new JdbcDataSource();
    private final GroupCommit group;

    /** For the container, which then calls the setters. */
    public H2DataSource() {
        this(new GroupCommit());
    }

    H2DataSource(GroupCommit group) {
        this.group = group;
    }

    public void setUrl(String url) {
        h2.setURL(url);
    }

    public void setUser(String user) {
        h2.setUser(user);
    }

    public void setPassword(String password) {
        h2.setPassword(password);
    }

    @Override
    public Connection getConnection() throws SQLException {
        return committingInGroups(h2.getConnection());
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return committingInGroups(h2.getConnection(user, password));
    }

    private Connection committingInGroups(Connection connection) throws SQLException {
        JdbcConnection h2Connection = connection.unwrap(JdbcConnection.class);
        return (Connection) Proxy.newProxyInstance(
                H2DataSource.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                new CommittingInGroups(h2Connection, group));
    }

    private record CommittingInGroups(JdbcConnection connection, GroupCommit group) implements InvocationHandler {

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            boolean writes = COMMITS.contains(method.getName())
                    && connection.getSession().hasPendingTransaction();
            Object result = call(method, arguments);
            if (writes) {
                group.await(this::sync);
            }
            return result;
        }

        private Object call(Method method, Object[] arguments) throws Throwable {
            try {
                return method.invoke(connection, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }

        private void sync() throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute("CHECKPOINT SYNC");
            }
        }
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return h2.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        h2.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        h2.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return h2.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("H2 does not log by java.util.logging");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return h2.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return h2.isWrapperFor(type);
    }
}
