package parley.server.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class WrappingTest {
    private static final byte[] SECRET = "not for the database".getBytes(StandardCharsets.UTF_8);

    private final SecureRandom random = new SecureRandom();
    private final Wrapping wrapping = new Wrapping(new byte[32], random);

    @Test
    void opensWhatItWrapped() {
        assertThat(wrapping.unwrap(wrapping.wrap(SECRET, "token 1"), "token 1")).isEqualTo(SECRET);
    }

    @Test
    void looksDifferentEveryTime() {
        assertThat(wrapping.wrap(SECRET, "token 1")).isNotEqualTo(wrapping.wrap(SECRET, "token 1"));
    }

    @Test
    void doesNotOpenForAnotherContext() {
        byte[] wrapped = wrapping.wrap(SECRET, "token 1");

        assertThatExceptionOfType(UnwrapException.class)
                .isThrownBy(() -> wrapping.unwrap(wrapped, "token 2"))
                .withMessage("the secret of token 2 does not open under this master key");
    }

    @Test
    void doesNotOpenUnderAnotherMasterKey() {
        byte[] otherKey = new byte[32];
        otherKey[31] = 1;
        byte[] wrapped = new Wrapping(otherKey, random).wrap(SECRET, "token 1");

        assertThatExceptionOfType(UnwrapException.class).isThrownBy(() -> wrapping.unwrap(wrapped, "token 1"));
    }

    @Test
    void doesNotOpenWithAnyBitFlippedOrAnyLengthCut() {
        byte[] wrapped = wrapping.wrap(SECRET, "token 1");
        for (int i = 0; i < wrapped.length; i++) {
            byte[] flipped = wrapped.clone();
            flipped[i] ^= 1;
            byte[] cut = java.util.Arrays.copyOf(wrapped, i);
            assertThatExceptionOfType(UnwrapException.class).isThrownBy(() -> wrapping.unwrap(flipped, "token 1"));
            assertThatExceptionOfType(UnwrapException.class).isThrownBy(() -> wrapping.unwrap(cut, "token 1"));
        }
    }

    @Test
    void showsNothingOfItsKey() {
        assertThat(wrapping).hasToString("Wrapping[redacted]");
    }
}
