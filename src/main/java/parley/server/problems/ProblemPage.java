package parley.server.problems;

import jakarta.inject.Inject;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The container's error page: failures outside of REST get the same kind of answer. */
public class ProblemPage extends HttpServlet {
    @Inject
    transient Problems problems;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        @Nullable Integer status = (Integer) request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        @Nullable Throwable thrown = (Throwable) request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
        Problem problem = thrown != null ? problems.of(thrown) : problems.ofStatus(status == null ? 404 : status, null);
        write(problem, response);
    }

    /** Writes this problem as the answer, from a servlet or a filter. */
    public static void write(Problem problem, HttpServletResponse response) throws IOException {
        response.setStatus(problem.status());
        response.setContentType(Problem.MEDIA_TYPE);
        response.setCharacterEncoding("UTF-8");
        response.getWriter().write(problem.json().toString());
    }
}
