package parley.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import parley.message.HostileTexts.Hostile;
import parley.message.json.MessageException;
import parley.protocol.Wire;

/** What a peer sends is read in a JVM that has little more memory than the text itself needs. */
class MessageMemoryTest {

    /** The text itself, the reader's buffer while it grows, what is kept, and the JVM's own. */
    private static final String HEAP = "-Xmx32m";

    @Test
    void noTextNeedsMuchMoreMemoryThanItHasBytes() throws Exception {
        Process reader = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "-XX:+UseSerialGC",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MessageMemoryTest.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(reader.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(reader.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(said.lines().filter(line -> line.startsWith("wrong"))).isEmpty();
        assertThat(said).contains("all read");
        assertThat(reader.exitValue()).isZero();
    }

    /** Reads them all, again and again; the texts are made one by one, outside of what is measured. */
    public static void main(String[] arguments) throws IOException {
        for (String name : HostileTexts.names()) {
            Hostile hostile = HostileTexts.of(name);
            long began = System.nanoTime();
            int code = read(hostile.utf8());
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
            boolean fits = hostile.utf8().length <= Wire.MAX_JSON;
            System.out.printf(
                    "%s %s: code %d, %d ms%n", code == hostile.code() && fits ? "right" : "wrong", name, code, millis);
        }
        System.out.println("all read");
    }

    private static int read(byte[] utf8) {
        try {
            Messages.decode(utf8);
            return HostileTexts.TAKEN;
        } catch (MessageException refusal) {
            return refusal.closeCode();
        }
    }
}
