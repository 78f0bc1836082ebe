package parley.server.it;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URL;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.container.test.api.TargetsContainer;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import parley.server.it.ArquillianServers.Database;

/** All stories on PostgreSQL: the same WAR, other configuration. */
@ArquillianTest
@RunAsClient
class PostgresqlIT implements Stories {

    @ArquillianResource
    URL url;

    /** PostgreSQL ends with this JVM, after the server that uses it. */
    @Deployment(testable = false)
    @TargetsContainer(ArquillianServers.POSTGRESQL)
    static WebArchive warOnceThereIsADatabase() throws IOException {
        EmbeddedPostgres.builder().setPort(ArquillianServers.POSTGRESQL_PORT).start();
        return ArquillianServers.war();
    }

    @Override
    public RunningServer server() {
        return ArquillianServers.running(Database.POSTGRESQL, url);
    }
}
