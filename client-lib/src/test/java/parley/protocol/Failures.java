package parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What every refusal must look like, whatever its cause. */
final class Failures {
    private Failures() {}

    /** Refused with the one exception and the one message; the cause, for the log only, is one of these. */
    static void assertRefused(ThrowingCallable call, Failure... oneOf) {
        Throwable thrown = catchThrowable(call);
        assertThat(thrown)
                .isInstanceOf(ProtocolException.class)
                .hasMessage("The peer is not who it should be, or the connection was damaged.");
        if (oneOf.length > 0) {
            assertThat(((ProtocolException) thrown).failure()).isIn((Object[]) oneOf);
        }
    }

    static byte[] flipped(byte[] bytes, int position) {
        byte[] changed = bytes.clone();
        changed[position] ^= (byte) (1 << position % 8);
        return changed;
    }
}
