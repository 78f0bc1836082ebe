package parley.server.sessions;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpUpgradeHandler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import parley.protocol.Wire;
import parley.server.access.RemoteAddresses;
import parley.server.sessions.connection.MeteredUpgrade;

/**
 * Passes only upgrades to Parley/1 on to the WebSocket container: an {@code Origin} is refused with 403 (browsers are
 * not allowed here), a missing subprotocol with 400. Passes on the peer's address, which WebSocket endpoints do not
 * know otherwise; behind a trusted proxy it is the client's.
 */
@WebFilter(urlPatterns = Wire.PATH, asyncSupported = true)
public class UpgradeGuard extends HttpFilter {

    static final String REMOTE_ADDRESS = "Parley-Remote-Address";

    @Inject
    transient RemoteAddresses peers;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request.getHeader("Origin") != null) {
            response.setStatus(HttpServletResponse.SC_FORBIDDEN);
        } else if (!isUpgrade(request) || !namesSubprotocol(request)) {
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
        } else {
            chain.doFilter(new WithRemoteAddress(request, peers.addressOf(request)), response);
        }
    }

    private static boolean isUpgrade(HttpServletRequest request) {
        return "websocket".equalsIgnoreCase(request.getHeader("Upgrade"))
                && request.getHeader("Sec-WebSocket-Key") != null;
    }

    private static boolean namesSubprotocol(HttpServletRequest request) {
        return Collections.list(request.getHeaders("Sec-WebSocket-Protocol")).stream()
                .flatMap(line -> Arrays.stream(line.split(",")))
                .anyMatch(name -> name.strip().equals(Wire.SUBPROTOCOL));
    }

    private static final class WithRemoteAddress extends HttpServletRequestWrapper {

        private final String address;

        WithRemoteAddress(HttpServletRequest request, String address) {
            super(request);
            this.address = address;
        }

        /** Puts a meter between the connection and the handler of the WebSocket container. */
        @Override
        public <T extends HttpUpgradeHandler> T upgrade(Class<T> type) throws IOException, ServletException {
            MeteredUpgrade metered = super.upgrade(MeteredUpgrade.class);
            try {
                T handler = type.getDeclaredConstructor().newInstance();
                metered.passTo(handler);
                return handler;
            } catch (ReflectiveOperationException e) {
                throw new ServletException("The container's handler of WebSockets cannot be made.", e);
            }
        }

        @Override
        public String getHeader(String name) {
            return REMOTE_ADDRESS.equalsIgnoreCase(name) ? address : super.getHeader(name);
        }

        @Override
        public Enumeration<String> getHeaders(String name) {
            return REMOTE_ADDRESS.equalsIgnoreCase(name)
                    ? Collections.enumeration(List.of(address))
                    : super.getHeaders(name);
        }

        @Override
        public Enumeration<String> getHeaderNames() {
            List<String> names = new ArrayList<>(Collections.list(super.getHeaderNames()));
            names.removeIf(REMOTE_ADDRESS::equalsIgnoreCase);
            names.add(REMOTE_ADDRESS);
            return Collections.enumeration(names);
        }
    }
}
