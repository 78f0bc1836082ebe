package parley.server.access;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import parley.protocol.Wire;
import parley.server.problems.Problem;
import parley.server.problems.ProblemPage;

/**
 * Allows admin traffic (REST, page, metrics, health) from this machine, and from elsewhere over https only; always
 * allows the session endpoint, which protects itself. The first filter once the server has started; also sets the
 * security headers.
 */
public class TransportGuard extends HttpFilter {
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
                    + " require-trusted-types-for 'script'; trusted-types 'none'";

    @Inject
    transient RemoteAddresses peers;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request.getRequestURI().equals(request.getContextPath() + Wire.PATH)) {
            chain.doFilter(request, response);
            return;
        }
        setHeaders(request, response);
        RemoteAddress peer = peers.of(request);
        if (peer.secure() || peer.onThisMachine()) {
            chain.doFilter(request, response);
        } else {
            ProblemPage.write(
                    new Problem(
                            403,
                            "https_required",
                            "This needs https",
                            "Over plain http the server answers only to its own machine, under the name localhost.",
                            "Use https, or on the server's machine http://localhost (without a proxy in between)."
                                    + " Behind a proxy that speaks https, name its address in parley.proxy.addresses."),
                    response);
        }
    }

    private static void setHeaders(HttpServletRequest request, HttpServletResponse response) {
        response.setHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.setHeader("Cache-Control", "no-store");
        if (request.isSecure()) {
            response.setHeader("Strict-Transport-Security", "max-age=31536000");
        }
    }
}
