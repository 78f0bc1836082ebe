package parley.server.access;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The other end of a request: where it is, and how it came here. What a proxy says of it counts only when the proxy's
 * address is among the trusted ones, and a proxy says something: a request from its address that carries no header of
 * any proxy, is HTTP/1.1 or later and asks for a loopback name comes from another program on the proxy's machine, such
 * as the command line beside the server. A proxy that is to be trusted has to set both headers on every request.
 *
 * @param address of the client, as a literal
 * @param secure whether it came over TLS
 * @param onThisMachine whether it came straight from this machine, asking for this machine by a loopback name: a
 *     browser that was lured here by another site's DNS asks for another name
 */
public record RemoteAddress(String address, boolean secure, boolean onThisMachine) {
    private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final List<String> FORWARDING_HEADERS = List.of(
            "Forwarded",
            "Via",
            "X-Real-IP",
            "X-Client-IP",
            "X-Cluster-Client-IP",
            "True-Client-IP",
            "CF-Connecting-IP");
    private static final String FORWARDING_PREFIX = "x-forwarded-";

    static RemoteAddress of(HttpServletRequest request, Set<String> trustedProxies) {
        String address = literal(request.getRemoteAddr());
        boolean forwarded = isForwarded(request);
        if (forwarded && trustedProxies.contains(address)) {
            return new RemoteAddress(
                    last(request.getHeaders("X-Forwarded-For"), address),
                    last(request.getHeaders("X-Forwarded-Proto"), "").equalsIgnoreCase("https"),
                    false);
        }
        return new RemoteAddress(
                address,
                request.isSecure(),
                isLoopback(address) && !forwarded && isLoopbackName(request.getHeader("Host")));
    }

    // HTTP/1.0 is what nginx speaks to the server behind it unless it is told otherwise, with that server's address as
    // the Host: one that was set up with proxy_pass alone must not make a stranger look like a program here.
    private static boolean isForwarded(HttpServletRequest request) {
        return FORWARDING_HEADERS.stream().anyMatch(name -> request.getHeader(name) != null)
                || Collections.list(request.getHeaderNames()).stream()
                        .anyMatch(name -> name.toLowerCase(Locale.ROOT).startsWith(FORWARDING_PREFIX))
                || "HTTP/1.0".equals(request.getProtocol());
    }

    /**
     * One way to write an address: {@code ::1} and {@code 0:0:0:0:0:0:0:1} are the same, and so are 127.0.0.1 and its
     * IPv6 form.
     */
    static String literal(String address) {
        try {
            return InetAddress.getByName(address).getHostAddress();
        } catch (UnknownHostException notAnAddress) {
            return address;
        }
    }

    private static String last(Enumeration<String> lists, String otherwise) {
        String last = otherwise;
        while (lists.hasMoreElements()) {
            String list = lists.nextElement();
            last = list.substring(list.lastIndexOf(',') + 1).trim();
        }
        return last;
    }

    private static boolean isLoopback(String literal) {
        try {
            return InetAddress.getByName(literal).isLoopbackAddress();
        } catch (UnknownHostException notAnAddress) {
            return false;
        }
    }

    private static boolean isLoopbackName(String host) {
        return host != null
                && LOOPBACK_NAMES.contains(host.toLowerCase(Locale.ROOT).replaceFirst(":\\d{1,5}$", ""));
    }
}
