package parley.server.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * What limits per address count as one: an IPv4 address, or the 64-bit prefix of an IPv6 address, because one user
 * usually has all addresses of a prefix.
 */
public final class Network {
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    private static final int PREFIX = 8;

    private Network() {}

    /** @param address a literal; any other text is not changed */
    public static String of(String address) {
        String literal = address.replaceFirst("%.*$", "");
        if (!IPV6.matcher(literal).matches()) {
            return address;
        }
        try {
            byte[] bytes = InetAddress.getByName(literal).getAddress();
            if (bytes.length == 4) {
                return InetAddress.getByAddress(bytes).getHostAddress();
            }
            Arrays.fill(bytes, PREFIX, bytes.length, (byte) 0);
            return InetAddress.getByAddress(bytes).getHostAddress() + "/64";
        } catch (UnknownHostException notAnAddress) {
            return address;
        }
    }
}
