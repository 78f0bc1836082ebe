package parley.server.page;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Says with each answer of REST which page belongs to this server, so that an older one that is open can notice. */
final class PageVersionFilter extends HttpFilter {

    private static final long serialVersionUID = 1;

    private final String hash;

    PageVersionFilter(String hash) {
        this.hash = hash;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        response.setHeader("Parley-Page", hash);
        chain.doFilter(request, response);
    }
}
