package parley.server.it;

import java.net.URL;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.container.test.api.TargetsContainer;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import parley.server.it.ArquillianServers.Database;

/** All stories on the database that a server has by default. */
@ArquillianTest
@RunAsClient
class H2IT implements Stories {

    @ArquillianResource
    URL url;

    @Deployment(testable = false)
    @TargetsContainer(ArquillianServers.H2)
    static WebArchive war() {
        return ArquillianServers.war();
    }

    @Override
    public RunningServer server() {
        return ArquillianServers.running(Database.H2, url);
    }
}
