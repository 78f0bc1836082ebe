package parley.server.sessions.connection;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The application's class loader, which looks up each service file ({@code META-INF/services/…}) once. The WebSocket
 * container schedules a task for every message, and for every task the server searches its whole class path for
 * services: that took a quarter of the processor time of a session. Service files do not change while an application
 * is deployed. Thread-safe.
 */
final class ServiceFilesOnce extends ClassLoader {

    static {
        registerAsParallelCapable();
    }

    /** The instance of this application. */
    static final ServiceFilesOnce HERE = new ServiceFilesOnce(ServiceFilesOnce.class.getClassLoader());

    private static final String SERVICES = "META-INF/services/";

    private final Map<String, List<URL>> found = new ConcurrentHashMap<>();

    ServiceFilesOnce(ClassLoader application) {
        super(application);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        if (!name.startsWith(SERVICES)) {
            return super.getResources(name);
        }
        List<URL> known = found.get(name);
        if (known == null) {
            known = Collections.list(super.getResources(name));
            found.put(name, known);
        }
        return Collections.enumeration(known);
    }

    /** Runs this work with it as the context class loader of the thread. */
    <X extends Exception> void use(Work<X> work) throws X {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(this);
        try {
            work.run();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** A call of the container for a connection. */
    interface Work<X extends Exception> {
        void run() throws X;
    }
}
