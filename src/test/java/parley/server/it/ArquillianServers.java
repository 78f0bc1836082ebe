package parley.server.it;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jboss.arquillian.container.spi.Container;
import org.jboss.arquillian.container.spi.ContainerRegistry;
import org.jboss.arquillian.core.api.annotation.Observes;
import org.jboss.arquillian.core.spi.LoadableExtension;
import org.jboss.arquillian.test.spi.event.suite.AfterSuite;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * Gives the containers of arquillian.xml their settings, which are known only at run time: folders, ports, the coverage
 * agent.
 */
public final class ArquillianServers implements LoadableExtension {

    /** The databases that the WAR must run on; the container has the same name in lower case. */
    enum Database {
        H2,
        POSTGRESQL
    }

    private static final Map<Database, PayaraMicro> SERVERS = new EnumMap<>(Database.class);

    static final int POSTGRESQL_PORT = PayaraMicro.freePort();

    static final String H2 = "h2";
    static final String POSTGRESQL = "postgresql";

    /** The WAR as it was built; called ROOT so that it answers at /. */
    static WebArchive war() {
        return ShrinkWrap.createFromZipFile(WebArchive.class, PayaraMicro.war().toFile());
    }

    static RunningServer running(Database database, URL url) {
        return new RunningServer(url.getPort(), SERVERS.get(database).data());
    }

    @Override
    public void register(ExtensionBuilder builder) {
        builder.observer(Settings.class);
    }

    /** Runs before a container reads its configuration. */
    public static final class Settings {

        void apply(@Observes ContainerRegistry containers) throws IOException {
            Path parent = Files.createDirectories(PayaraMicro.war().resolveSibling("it"));
            for (Database database : Database.values()) {
                String name = database.name().toLowerCase(Locale.ROOT);
                PayaraMicro payara = new PayaraMicro(Files.createTempDirectory(parent, name + "-"));
                WebhookStories.settings(payara);
                if (database == Database.POSTGRESQL) {
                    payara.withPostgresql(POSTGRESQL_PORT);
                }
                SERVERS.put(database, payara);
                configure(containers.getContainer(name), payara);
            }
        }

        void tidy(@Observes AfterSuite end) throws IOException {
            for (PayaraMicro payara : SERVERS.values()) {
                FolderContents.delete(payara.work());
            }
        }

        private static void configure(Container<?> container, PayaraMicro payara) {
            container
                    .getContainerConfiguration()
                    .property("microJar", PayaraMicro.jar().toString())
                    .property("clusterEnabled", "true")
                    .property("randomHttpPort", "false")
                    .property("autoBindHttp", "false")
                    .property("startupTimeoutInSeconds", "120")
                    .property("outputToConsole", "false")
                    .property("cmdOptions", joined(payara.jvmOptions()))
                    .property("extraMicroOptions", joined(payara.microOptions()) + " --port " + PayaraMicro.freePort());
        }

        /** The container splits at spaces that have no backslash before them. */
        private static String joined(List<String> options) {
            return options.stream().map(option -> option.replace(" ", "\\ ")).collect(Collectors.joining(" "));
        }
    }
}
