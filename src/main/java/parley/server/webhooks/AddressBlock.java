package parley.server.webhooks;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * A block of addresses in CIDR notation, or one address.
 *
 * @param start of 4 or 16 bytes
 * @param bits how many of its bits all addresses of the block have
 */
record AddressBlock(byte[] start, int bits) {

    /** No leading zeros: some resolvers take them for octal numbers. */
    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";

    private static final Pattern LITERAL =
            Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    private static final int BYTE = 8;
    private static final int IPV4_BYTES = 4;
    private static final int IPV4_IN_IPV6 = 12;
    private static final int IPV6_BYTES = 16;

    /** @throws IllegalArgumentException with a text for the person who runs the server */
    static AddressBlock of(String text) {
        int slash = text.indexOf('/');
        String literal = slash < 0 ? text : text.substring(0, slash);
        if (!isLiteral(literal)) {
            throw new IllegalArgumentException(text + " is not an address or a block such as 10.0.0.0/8");
        }
        byte[] start = parse(literal);
        int most = start.length * BYTE;
        int bits = slash < 0 ? most : number(text.substring(slash + 1));
        if (bits < 0 || bits > most) {
            throw new IllegalArgumentException(text + " has a length that is not between 0 and " + most);
        }
        return new AddressBlock(start, bits);
    }

    /** Whether this is an address and no name, so that it is never looked up. */
    static boolean isLiteral(String host) {
        return LITERAL.matcher(host).matches();
    }

    /** The address in its shortest form: 4 bytes for IPv4, also if it came as an IPv6 address (RFC 4291, 2.5.5). */
    static byte[] bytes(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean mapped = bytes.length == IPV6_BYTES
                && Arrays.equals(bytes, 0, IPV4_IN_IPV6 - 2, new byte[IPV4_IN_IPV6 - 2], 0, IPV4_IN_IPV6 - 2)
                && bytes[IPV4_IN_IPV6 - 2] == -1
                && bytes[IPV4_IN_IPV6 - 1] == -1;
        return mapped ? Arrays.copyOfRange(bytes, IPV4_IN_IPV6, IPV4_IN_IPV6 + IPV4_BYTES) : bytes;
    }

    /** The first address of the block. */
    InetAddress address() {
        try {
            return InetAddress.getByAddress(start);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("a block starts with 4 or 16 bytes", e);
        }
    }

    boolean contains(byte[] address) {
        if (address.length != start.length) {
            return false;
        }
        int whole = bits / BYTE;
        if (!Arrays.equals(address, 0, whole, start, 0, whole)) {
            return false;
        }
        int rest = bits % BYTE;
        return rest == 0 || ((address[whole] ^ start[whole]) & 0xff) >> (BYTE - rest) == 0;
    }

    private static byte[] parse(String literal) {
        try {
            return bytes(InetAddress.getByName(literal));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(literal + " is not an address", e);
        }
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(text + " is not the length of a block of addresses", e);
        }
    }
}
