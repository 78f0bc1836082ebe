package parley.server.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while the database answers within two seconds. */
@Readiness
@ApplicationScoped
public class DatabaseCheck implements HealthCheck {
    private static final String NAME = "database";
    private static final int SECONDS = 2;

    @Inject
    Started started;

    @Inject
    Instance<DataSource> dataSource;

    @Override
    public HealthCheckResponse call() {
        if (!started.everything()) {
            return NotReady.STARTING.response(NAME);
        }
        try (Connection connection = dataSource.get().getConnection()) {
            return connection.isValid(SECONDS) ? HealthCheckResponse.up(NAME) : NotReady.DATABASE_SLOW.response(NAME);
        } catch (SQLException e) {
            return NotReady.of(e).response(NAME);
        }
    }
}
