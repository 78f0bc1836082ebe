package parley.server.webhooks;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses are those of the public internet, by the registries of special-purpose addresses (RFC 6890) and the
 * metadata services of clouds. Pure.
 */
final class PublicAddresses {

    private static final List<AddressBlock> NOT_PUBLIC_4 = blocks(
            "0.0.0.0/8", // this host
            "10.0.0.0/8", // private
            "100.64.0.0/10", // carriers' address translation; metadata of Alibaba Cloud
            "127.0.0.0/8", // loopback
            "168.63.129.16/32", // the platform of Azure
            "169.254.0.0/16", // link-local; metadata of most clouds
            "172.16.0.0/12", // private
            "192.0.0.0/24", // protocol assignments; metadata of Oracle Cloud
            "192.0.2.0/24", // documentation
            "192.88.99.0/24", // 6to4 relays
            "192.168.0.0/16", // private
            "198.18.0.0/15", // benchmarks
            "198.51.100.0/24", // documentation
            "203.0.113.0/24", // documentation
            "224.0.0.0/4", // multicast
            "240.0.0.0/4"); // reserved, and broadcast

    /** Of IPv6 only what is assigned for global unicast is public. */
    private static final AddressBlock GLOBAL_UNICAST = AddressBlock.of("2000::/3");

    private static final List<AddressBlock> NOT_PUBLIC_6 = blocks(
            "2001::/23", // protocol assignments, Teredo
            "2001:db8::/32", // documentation
            "2002::/16", // 6to4, which has an IPv4 address in it
            "3fff::/20"); // documentation

    /** Addresses that a translator takes to the IPv4 address in their last four bytes (NAT64, RFC 6052). */
    private static final AddressBlock NAT64 = AddressBlock.of("64:ff9b::/96");

    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;

    private PublicAddresses() {}

    /** An IPv4 address in an IPv6 one counts as what it leads to. */
    static boolean contain(InetAddress address) {
        byte[] bytes = AddressBlock.bytes(address);
        if (bytes.length == IPV6_BYTES && NAT64.contains(bytes)) {
            bytes = Arrays.copyOfRange(bytes, IPV6_BYTES - IPV4_BYTES, IPV6_BYTES);
        }
        return bytes.length == IPV4_BYTES
                ? outside(NOT_PUBLIC_4, bytes)
                : GLOBAL_UNICAST.contains(bytes) && outside(NOT_PUBLIC_6, bytes);
    }

    private static boolean outside(List<AddressBlock> blocks, byte[] address) {
        return blocks.stream().noneMatch(block -> block.contains(address));
    }

    private static List<AddressBlock> blocks(String... texts) {
        return Stream.of(texts).map(AddressBlock::of).toList();
    }
}
