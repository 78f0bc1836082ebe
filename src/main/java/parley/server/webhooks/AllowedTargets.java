package parley.server.webhooks;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import parley.server.problems.Problem;

/**
 * Where webhooks may go: https to public addresses; with the configuration's list of host names, addresses and blocks
 * ({@code parley.webhooks.allow}) also http, and to other addresses. Immutable.
 */
final class AllowedTargets {

    static final int MAX_URL = 2_000;
    private static final Pattern ASCII = Pattern.compile("[!-~]+");

    /** What some resolvers take for an address (WHATWG URL, "ends in a number"). */
    private static final Pattern LAST_LABEL_IS_NUMBER = Pattern.compile("(?:.*\\.)?(?:[0-9]+|0x[0-9a-f]*)\\.?");

    private static final int MAX_PORT = 65_535;

    private final Set<String> hosts = new HashSet<>();
    private final List<AddressBlock> blocks = new ArrayList<>();

    /** Asks for the addresses of a host. */
    interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    /** @throws IllegalArgumentException with a text for the person who runs the server */
    AllowedTargets(List<String> allowed) {
        for (String entry : allowed) {
            String text = entry.strip();
            if (text.indexOf('/') >= 0 || AddressBlock.isLiteral(text)) {
                blocks.add(AddressBlock.of(text));
            } else if (!text.isEmpty()) {
                hosts.add(text.toLowerCase(Locale.ROOT));
            }
        }
    }

    /**
     * Checks what can be checked without a look-up.
     *
     * @throws Problem {@code invalid}
     */
    URI check(String url) {
        URI uri = parse(url);
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw Problem.invalid("The URL does not begin with https://.", "Send https://example.org/hook.");
        }
        if (uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > MAX_PORT) {
            throw Problem.invalid("The URL has no host, or a wrong port.", "Send https://example.org/hook.");
        }
        if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw Problem.invalid(
                    "The URL has a user, a password or a fragment.",
                    "The signature says who sends; leave out what stands before @ and after #.");
        }
        String host = host(uri);
        if (LAST_LABEL_IS_NUMBER.matcher(host).matches() && !isAddress(host)) {
            throw Problem.invalid("The host " + host + " is a number.", "Write the address as 192.0.2.1, or a name.");
        }
        if (scheme.equals("http") && !isAllowedByConfiguration(host)) {
            throw Problem.invalid(
                    "Plain http is not allowed for " + host + ".",
                    "Use https, or let the server's operator add the host to parley.webhooks.allow.");
        }
        if (isAddress(host) && !isAllowed(host, AddressBlock.of(host).address())) {
            throw Problem.invalid(
                    host + " is not an address of the public internet.",
                    "Use another target, or let the server's operator add it to parley.webhooks.allow.");
        }
        return uri;
    }

    /**
     * Looks a host up and checks every address that it has; the connection has to go to one of these.
     *
     * @throws ForbiddenAddressException if one of them is not allowed
     */
    InetAddress[] resolve(String host, Resolver resolver) throws UnknownHostException {
        InetAddress[] addresses = resolver.resolve(host);
        for (InetAddress address : addresses) {
            if (!isAllowed(host, address)) {
                throw new ForbiddenAddressException(host);
            }
        }
        return addresses;
    }

    private boolean isAllowed(String host, InetAddress address) {
        byte[] bytes = AddressBlock.bytes(address);
        return PublicAddresses.contain(address)
                || hosts.contains(host.toLowerCase(Locale.ROOT))
                || blocks.stream().anyMatch(block -> block.contains(bytes));
    }

    private boolean isAllowedByConfiguration(String host) {
        if (hosts.contains(host)) {
            return true;
        }
        if (!isAddress(host)) {
            return false;
        }
        byte[] bytes = AddressBlock.of(host).start();
        return blocks.stream().anyMatch(block -> block.contains(bytes));
    }

    private static boolean isAddress(String host) {
        return AddressBlock.isLiteral(host);
    }

    /** Without the brackets of an IPv6 address. */
    private static String host(URI uri) {
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static URI parse(String url) {
        if (url.length() > MAX_URL || !ASCII.matcher(url).matches()) {
            throw Problem.invalid(
                    "The URL is not 1 to " + MAX_URL + " visible ASCII characters.", "Encode other characters with %.");
        }
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            throw Problem.invalid("The URL cannot be understood.", "Send https://example.org/hook.");
        }
    }
}
