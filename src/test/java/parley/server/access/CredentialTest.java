package parley.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class CredentialTest {
    private static final String KEY = "pak_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh-0RvVT";

    @Test
    void isThePrefixThenRandomBytesThenTheirChecksum() {
        SecureRandom counting = new SecureRandom() {
            @Override
            public void nextBytes(byte[] bytes) {
                for (int i = 0; i < bytes.length; i++) {
                    bytes[i] = (byte) i;
                }
            }
        };

        assertThat(Credential.create("pak_", counting)).isEqualTo(KEY);
    }

    @Test
    void isStoredAsTheHashOfItsText() {
        assertThat(Credential.hash(KEY)).isEqualTo("8373960a89aa9b7d7e47f421224d7d9ce197e5d345dc7624827f0b403ee7a60c");
    }

    @Test
    void isWellFormedOnlyWithoutATypingError() {
        assertThat(Credential.wellFormed("pak_", KEY)).isTrue();
        assertThat(Credential.wellFormed("psc_", KEY)).isFalse();
        assertThat(Credential.wellFormed("psc_", KEY.replace("pak_", "psc_"))).isFalse();
        assertThat(Credential.wellFormed("pak_", KEY.replace("AAEC", "AAED"))).isFalse();
        assertThat(Credential.wellFormed("pak_", KEY + "A")).isFalse();
        assertThat(Credential.wellFormed("pak_", KEY.substring(0, 20))).isFalse();
        assertThat(Credential.wellFormed("pak_", KEY.replace("AAEC", "A!EC"))).isFalse();
        assertThat(Credential.wellFormed("pak_", "")).isFalse();
    }
}
