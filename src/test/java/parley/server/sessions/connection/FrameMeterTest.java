package parley.server.sessions.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameMeterTest {

    private static final String MASK = "00000000";

    private final List<Long> begun = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({
        "8280, 0",
        "8285, 5",
        "82FD, 125",
        "82FE0080, 128",
        "82FEFFFF, 65535",
        "82FF0000000000010011, 65553",
        "82FF7FFFFFFFFFFFFFFF, 9223372036854775807",
        "82FFFFFFFFFFFFFFFFFF, 9223372036854775807"
    })
    void lengthIsKnownWithTheLastByteOfTheHeader(String header, long length) {
        FrameMeter meter = new FrameMeter(this::note);
        byte[] bytes = HexFormat.of().parseHex(header + MASK);
        for (int i = 0; i < bytes.length - 1; i++) {
            assertThat(meter.take(bytes, i, 1)).isTrue();
            assertThat(begun).isEmpty();
        }
        meter.take(bytes, bytes.length - 1, 1);
        assertThat(begun).containsExactly(length);
    }

    @Test
    void framesThatComeTogetherOrInPiecesAreAllSeen() {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (int length : new int[] {3, 0, 100, 7}) {
            stream.writeBytes(new byte[] {(byte) 0x82, (byte) (0x80 | length), 0, 0, 0, 0});
            stream.writeBytes(new byte[length]);
        }
        FrameMeter together = new FrameMeter(this::note);
        together.take(stream.toByteArray(), 0, stream.size());
        FrameMeter pieces = new FrameMeter(this::note);
        for (int i = 0; i < stream.size(); i++) {
            pieces.take(stream.toByteArray(), i, 1);
        }
        assertThat(begun).containsExactly(3L, 0L, 100L, 7L, 3L, 0L, 100L, 7L);
    }

    @Test
    void frameThatIsNotWantedIsSaidSo() {
        FrameMeter meter = new FrameMeter(length -> length <= 100);
        byte[] bytes = HexFormat.of().parseHex("8280" + MASK + "82E5" + MASK);
        assertThat(meter.take(bytes, 0, 6)).isTrue();
        assertThat(meter.take(bytes, 6, 6)).isFalse();
    }

    private boolean note(long length) {
        return begun.add(length);
    }
}
