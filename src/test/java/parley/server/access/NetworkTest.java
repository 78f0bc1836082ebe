package parley.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "::ffff:192.0.2.1, 192.0.2.1",
        "2001:db8:0:7:1:2:3:4, 2001:db8:0:7:0:0:0:0/64",
        "2001:db8:0:7::ffff, 2001:db8:0:7:0:0:0:0/64",
        "2001:db8:0:8::1, 2001:db8:0:8:0:0:0:0/64",
        "fe80::1%eth0, fe80:0:0:0:0:0:0:0/64",
        "unknown, unknown",
        "proxy.example:80, proxy.example:80",
        "192.0.2.1:5678, 192.0.2.1:5678",
    })
    void oneAddressOfIpv4AndOnePrefixOfIpv6CountAsOne(String address, String network) {
        assertThat(Network.of(address)).isEqualTo(network);
    }
}
