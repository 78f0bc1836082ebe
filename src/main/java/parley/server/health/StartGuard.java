package parley.server.health;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import parley.server.problems.Problem;
import parley.server.problems.ProblemPage;

/**
 * Answers 503 to everything until the server has started: clients and load balancers, which connect at once after a
 * restart, try again.
 *
 * <p>The container accepts requests before the start-up beans are ready. If a request creates beans while a start-up
 * bean does the same, they can block each other for ever: each holds the lock that the other needs, the container's
 * for singletons and CDI's for the bean. So this is the first filter. Payara calls the health checks without any
 * filter while it starts; they check {@link Started} before they use another bean.
 */
public class StartGuard extends HttpFilter {
    @Inject
    transient Started started;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        // RFC 9110, section 6.6.1: a server that has a clock tells its time. The container does not; parley doctor
        // asks.
        response.setDateHeader("Date", System.currentTimeMillis());
        if (started.everything()) {
            chain.doFilter(request, response);
        } else {
            response.setHeader("Retry-After", "1");
            ProblemPage.write(
                    new Problem(
                            503,
                            "starting",
                            "The server is starting",
                            "It does not answer requests before it is ready.",
                            "Try again in a second."),
                    response);
        }
    }
}
