package parley.server.page;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletRegistration;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads the page out of the WAR when the server starts, and serves it. If the page is not whole, no server starts. */
public class PageStart implements ServletContextListener {

    /** Where the build puts the page: below WEB-INF, so that the container serves none of it by itself. */
    private static final String FOLDER = "/WEB-INF/page/";

    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        Map<String, byte[]> contents = new TreeMap<>();
        read(context, FOLDER, contents);
        PageFiles page = new PageFiles(contents);

        ServletRegistration.Dynamic servlet = context.addServlet("page", new PageServlet(page));
        servlet.addMapping("", "/" + PageFiles.DOCUMENT, PageFiles.PREFIX + "/*");
        servlet.setAsyncSupported(true);
        FilterRegistration.Dynamic version = context.addFilter("page-version", new PageVersionFilter(page.hash()));
        version.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, "/api/*");
        version.setAsyncSupported(true);
    }

    private static void read(ServletContext context, String folder, Map<String, byte[]> contents) {
        Set<String> paths = context.getResourcePaths(folder);
        if (paths == null) {
            throw new IllegalStateException("the WAR has no " + folder);
        }
        for (String path : paths) {
            if (path.endsWith("/")) {
                read(context, path, contents);
            } else {
                contents.put(path.substring(FOLDER.length()), bytes(context, path));
            }
        }
    }

    private static byte[] bytes(ServletContext context, String path) {
        try (InputStream in = context.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("the WAR lists " + path + " and does not have it");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
