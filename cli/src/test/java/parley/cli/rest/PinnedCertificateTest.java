package parley.cli.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PinnedCertificateTest {

    private static final String HEX = "3fa2000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c91";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "3fa2000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c91",
                " 3FA2000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C91 ",
                "3F:A2:00:01:02:03:04:05:06:07:08:09:0A:0B:0C:0D:0E:0F:10:11:12:13:14:15:16:17:18:19:1A:1B:1C:91",
                "sha256 Fingerprint=3F:A2:00:01:02:03:04:05:06:07:08:09:0A:0B:0C:0D:0E:0F:10:11:12:13:14:15:16:17:18:19"
                        + ":1A:1B:1C:91",
                "SHA256 Fingerprint=3fa2000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c91",
                "sha256:3fa2000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c91",
                "SHA-256:3fa2000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c91"
            })
    void aFingerprintIsReadAsProgramsPrintIt(String text) {
        assertThat(PinnedCertificate.parse(text)).contains(new PinnedCertificate(HEX));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "3fa2",
                "3fa2000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c9",
                "3fa2000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c91ff",
                "sha1 Fingerprint=3F:A2:00:01:02:03:04:05:06:07:08:09:0A:0B:0C:0D:0E:0F:10:11",
                "zfa2000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c91"
            })
    void anythingElseIsNone(String text) {
        assertThat(PinnedCertificate.parse(text)).isEmpty();
    }

    @Test
    void itIsShownInGroups() {
        assertThat(new PinnedCertificate(HEX).text()).startsWith("3f:a2:00:01:").endsWith(":1b:1c:91");
    }
}
