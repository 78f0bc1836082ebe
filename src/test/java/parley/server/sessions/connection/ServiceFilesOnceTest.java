package parley.server.sessions.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServiceFilesOnceTest {

    private static final String SERVICES = "META-INF/services/org.example.Service";
    private static final String OTHER = "org/example/texts.properties";

    private final List<String> lookedFor = new ArrayList<>();
    private final ServiceFilesOnce loader = new ServiceFilesOnce(new ClassLoader(null) {
        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            lookedFor.add(name);
            return Collections.enumeration(List.of(new URL("file:/application/" + name)));
        }
    });

    @Test
    void looksForAServiceFileOnceAndForOthersEachTime() throws Exception {
        assertThat(Collections.list(loader.getResources(SERVICES)))
                .containsExactly(new URL("file:/application/" + SERVICES));
        assertThat(Collections.list(loader.getResources(SERVICES)))
                .containsExactly(new URL("file:/application/" + SERVICES));
        loader.getResources(OTHER);
        loader.getResources(OTHER);

        assertThat(lookedFor).containsExactly(SERVICES, OTHER, OTHER);
    }

    @Test
    void isTheContextClassLoaderOfTheThreadForTheWorkOnly() throws Exception {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        List<ClassLoader> during = new ArrayList<>();

        loader.use(() -> during.add(Thread.currentThread().getContextClassLoader()));

        assertThat(during).containsExactly(loader);
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    }
}
