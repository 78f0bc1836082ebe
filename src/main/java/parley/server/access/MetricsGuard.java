package parley.server.access;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import parley.server.problems.Problem;
import parley.server.problems.ProblemPage;

/** Shows metrics to callers on this machine, and to others only with an API key, because metrics show the load. */
public class MetricsGuard extends HttpFilter {
    @Inject
    transient RemoteAddresses peers;

    @Inject
    transient Authentication gate;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            if (!peers.of(request).onThisMachine()) {
                ApiKey key = gate.keyOf(request.getHeader("Authorization"), peers.addressOf(request));
                if (key.tasks().isPresent()) {
                    throw WrongScope.notForKeysOfSomeTasks(key);
                }
            }
        } catch (Problem refused) {
            if (refused.status() == 401) {
                response.setHeader("WWW-Authenticate", Authentication.CHALLENGE);
            }
            ProblemPage.write(refused, response);
            return;
        }
        chain.doFilter(request, response);
    }
}
