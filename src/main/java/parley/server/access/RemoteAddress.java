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
 * The origin of a request: its address and its transport. Headers of a proxy count only if the proxy's address is
 * trusted. A request from a trusted proxy's address that has no header of any proxy, is HTTP/1.1 or later and asks for
 * a loopback name comes from another program on the proxy's machine, such as the command line. A trusted proxy has to
 * set both headers on every request.
 *
 * @param address of the client, as a literal
 * @param secure whether it came over TLS
 * @param onThisMachine whether it came directly from this machine and asked for a loopback name: a browser that
 *     another site's DNS sent here (DNS rebinding) asks for another name
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

    // By default nginx sends HTTP/1.0 to the server behind it, with that server's address as the Host: with proxy_pass
    // alone it must not make a stranger look like a program on this machine.
    private static boolean isForwarded(HttpServletRequest request) {
        return FORWARDING_HEADERS.stream().anyMatch(name -> request.getHeader(name) != null)
                || Collections.list(request.getHeaderNames()).stream()
                        .anyMatch(name -> name.toLowerCase(Locale.ROOT).startsWith(FORWARDING_PREFIX))
                || "HTTP/1.0".equals(request.getProtocol());
    }

    /**
     * A canonical form of an address: {@code ::1} and {@code 0:0:0:0:0:0:0:1} are equal, and so are 127.0.0.1 and its
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
