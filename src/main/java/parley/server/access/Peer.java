package parley.server.access;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The other end of a request: where it is, and how it came here. What a proxy says of it counts only when the proxy's
 * address is among the trusted ones.
 *
 * @param address of the client, as a literal
 * @param secure whether it came over TLS
 * @param onThisMachine whether it came straight from this machine, asking for this machine by a loopback name: a browser
 *     that was lured here by another site's DNS asks for another name
 */
record Peer(String address, boolean secure, boolean onThisMachine) {
    private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final List<String> FORWARDING_HEADERS = List.of(
            "Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-Port", "X-Real-IP");

    static Peer of(HttpServletRequest request, Set<String> trustedProxies) {
        String address = request.getRemoteAddr();
        if (trustedProxies.contains(address)) {
            return new Peer(
                    last(request.getHeaders("X-Forwarded-For"), address),
                    last(request.getHeaders("X-Forwarded-Proto"), "").equalsIgnoreCase("https"),
                    false);
        }
        boolean forwarded = FORWARDING_HEADERS.stream().anyMatch(name -> request.getHeader(name) != null);
        return new Peer(
                address,
                request.isSecure(),
                isLoopback(address) && !forwarded && isLoopbackName(request.getHeader("Host")));
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
