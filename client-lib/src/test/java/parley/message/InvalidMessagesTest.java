package parley.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import parley.message.json.MessageException;
import parley.message.platform.Platform;

class InvalidMessagesTest {

    static Stream<Arguments> vectors() throws IOException {
        Path file = Path.of(System.getProperty("parley.root", ".."), "docs", "vectors", "records.json");
        try (Reader text = Files.newBufferedReader(file);
                JsonReader reader = Json.createReader(text)) {
            return reader.readObject().getJsonArray("invalid").getValuesAs(JsonObject.class).stream()
                    .filter(v -> v.get("ends").getValueType() == JsonValue.ValueType.NUMBER)
                    .map(v -> Arguments.of(v.getString("name"), v.getInt("ends"), body(v.getString("inner"))))
                    .toList()
                    .stream();
        }
    }

    private static byte[] body(String inner) {
        byte[] bytes = HexFormat.of().parseHex(inner);
        int length = ByteBuffer.wrap(bytes).getInt(1);
        return Arrays.copyOfRange(bytes, 5, 5 + length);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void everyVectorEndsWithItsCode(String name, int code, byte[] json) throws MessageException {
        if (code == 22) {
            assertThat(Messages.decode(json)).isEqualTo(new Proceed("o-1"));
        } else {
            assertThat(refusal(json).closeCode()).isEqualTo(code);
        }
    }

    @Test
    void thereAreSixteenVectors() throws IOException {
        assertThat(vectors()).hasSize(16);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "}",
                "{}",
                "[]",
                "\"ping\"",
                "1",
                "null",
                "{\"type\":1}",
                "{\"type\":null}",
                "{\"type\":\"ping\"",
                "{\"type\":\"ping\"}}",
                "{\"type\":\"ping\"}{\"type\":\"ping\"}",
                "{\"type\":\"ping\"} x",
                "{\"type\":\"ping\",}",
                "{,\"type\":\"ping\"}",
                "{\"type\":\"ping\" \"a\":1}",
                "{\"type\":\"ping\",\"a\":[1,]}",
                "{\"type\":\"ping\",\"a\":[1 2]}",
                "{\"type\":\"ping\",\"a\":01}",
                "{\"type\":\"ping\",\"a\":+1}",
                "{\"type\":\"ping\",\"a\":-}",
                "{\"type\":\"ping\",\"a\":.5}",
                "{\"type\":\"ping\",\"a\":0x10}",
                "{\"type\":\"ping\",\"a\":NaN}",
                "{\"type\":\"ping\",\"a\":99999999999999999999999999999999}",
                "{\"type\":\"ping\",\"a\":'x'}",
                "{\"type\":\"ping\",\"a\":\"\t\"}",
                "{\"type\":\"ping\",\"a\":\"\\x\"}",
                "{\"type\":\"ping\",\"a\":\"\\u00g0\"}",
                "{\"type\":\"ping\",\"a\":\"\\udc00\\ud800\"}",
                "{\"type\":\"ping\",\"\\ud800\":1}",
                "{\"type\":\"ping\",\"a\":{\"b\":1,\"b\":1}}",
                "{\"type\":\"ping\",\"type\":\"ping\"}",
                "{type:\"ping\"}",
                "{\"type\":\"ping\"/* */}",
                "{\"type\":\"ping\"}\u0000"
            })
    void whatIsNotOneJsonTextOfSection7IsMalformed(String json) {
        assertThat(refusal(json).closeCode()).isEqualTo(20);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'proceed'}",
                "{'type':'proceed','offer':1}",
                "{'type':'proceed','offer':null}",
                "{'type':'proceed','offer':['o-1']}",
                "{'type':'ack','attempt':0,'seq':1}",
                "{'type':'ack','attempt':1,'seq':-1}",
                "{'type':'ack','attempt':'1','seq':1}",
                "{'type':'fetch','fetch':4294967296,'sha256':'sha256:x','offset':0}",
                "{'type':'fetch','fetch':1,'sha256':'sha256:x','offset':0}",
                "{'type':'wait','for':'lunch'}",
                "{'type':'wait','for':'wave','until':'2026-01-01T00:00:00+00:00'}",
                "{'type':'wait','for':'wave','until':'2026-13-01T00:00:00Z'}",
                "{'type':'wait','for':'approval','reveal':'AAAA'}",
                "{'type':'answer','offer':'o','decision':'Accept'}",
                "{'type':'answer','offer':'o','decision':'counter','keep':['../x']}",
                "{'type':'agreed','offer':'o','changes':{},'bytes':0}",
                "{'type':'agreed','offer':'o','changes':[1],'bytes':0}",
                "{'type':'agreed','offer':'o','changes':[{'path':'/etc/passwd','action':'remove'}],'bytes':0}",
                "{'type':'agreed','offer':'o','changes':[{'path':'a/../../b','action':'remove'}],'bytes':0}",
                "{'type':'agreed','offer':'o','changes':[{'path':'a','action':'add'}],'bytes':0}",
                "{'type':'inventory','files':[],'modified':[],'policy':{}}",
                "{'type':'inventory','files':{},'modified':[],'policy':{},'partial':1}",
                "{'type':'look_at','paths':['../a']}",
                "{'type':'look_at','paths':'a'}",
                "{'type':'inventory','files':{'a':1},'modified':[],'policy':{}}",
                "{'type':'inventory','files':{},'modified':[],'policy':{'a':1}}",
                "{'type':'report','offer':'o','attempt':1,'seq':1,'state':'happy'}",
                "{'type':'report','offer':'o','attempt':1,'seq':1,'state':'failed','progress':{'done':2,'total':1}}"
            })
    void aMissingOrWrongMemberIsMalformed(String json) {
        assertThat(refusal(json.replace('\'', '"')).closeCode()).isEqualTo(20);
    }

    @Test
    void aLoneSurrogateInUtf8IsMalformed() {
        byte[] json = "{\"type\":\"ping\",\"a\":\"???\"}".getBytes(StandardCharsets.UTF_8);
        System.arraycopy(new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80}, 0, json, 20, 3);
        assertThat(refusal(json).closeCode()).isEqualTo(20);
    }

    @Test
    void thirtyTwoLevelsAreReadAndAHundredThousandAreRefused() throws MessageException {
        assertThat(Messages.decode(nested(31).getBytes(StandardCharsets.UTF_8))).isEqualTo(new Ping());
        assertThat(refusal(nested(32)).closeCode()).isEqualTo(20);
        assertThat(refusal(nested(100_000)).closeCode()).isEqualTo(20);
        assertThat(refusal("[".repeat(1_000_000)).closeCode()).isEqualTo(20);
        assertThat(refusal("{\"a\":".repeat(1_000_000)).closeCode()).isEqualTo(20);
    }

    private static String nested(int arrays) {
        return "{\"type\":\"ping\",\"a\":" + "[".repeat(arrays) + "]".repeat(arrays) + "}";
    }

    @ParameterizedTest
    @CsvSource({"9007199254740991, true", "-9007199254740991, true", "-0, true", "9007199254740992, false"})
    void integersReachToTwoToThe53MinusOne(String number, boolean accepted) {
        byte[] json = ("{\"type\":\"ping\",\"a\":" + number + "}").getBytes(StandardCharsets.UTF_8);
        MessageException refusal = catchThrowableOfType(MessageException.class, () -> Messages.decode(json));
        assertThat(refusal == null).isEqualTo(accepted);
    }

    @Test
    void aHelloOfMoreThan4KiBOr32LabelsExceedsALimit() throws MessageException {
        String hello =
                "{\"type\":\"hello\",\"name\":\"a\",\"labels\":{%s},\"agent\":{\"name\":\"x\",\"version\":\"1\"},"
                        + "\"platform\":{\"os\":\"x\",\"arch\":\"x\",\"java\":\"17\"},\"capabilities\":[]%s}";
        StringBuilder labels = new StringBuilder("\"l0\":\"\"");
        for (int i = 1; i < 32; i++) {
            labels.append(",\"l").append(i).append("\":\"\"");
        }
        String full = String.format(hello, labels, "");
        assertThat(((Hello) Messages.decode(full.getBytes(StandardCharsets.UTF_8))).labels())
                .hasSize(32);
        assertThat(refusal(String.format(hello, labels + ",\"l32\":\"\"", "")).closeCode())
                .isEqualTo(23);

        int rest = 4096 - String.format(hello, "", ",\"a\":\"\"").length();
        String largest = String.format(hello, "", ",\"a\":\"" + "x".repeat(rest) + "\"");
        assertThat(Messages.decode(largest.getBytes(StandardCharsets.UTF_8))).isInstanceOf(Hello.class);
        assertThat(refusal(largest + " ").closeCode()).isEqualTo(23);
    }

    @Test
    void theWordsQuoteLittleOfTheInput() {
        assertThat(refusal("{\"type\":\"" + "\\u0007x".repeat(100_000) + "\"}"))
                .hasMessageMatching("unknown message type \"(\\?x){40}…\"");
    }

    @Test
    void nothingButTheOneExceptionEscapesWhateverTheBytesAre() {
        byte[] good = Messages.encode(new Hello(
                "db-1",
                Map.of("a", "b"),
                new Agent("x", "1"),
                new Platform("x", "y", "17"),
                List.of("c"),
                Optional.of(new Position(1, 2))));
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            byte[] bad = good.clone();
            for (int flips = random.nextInt(4); flips >= 0; flips--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            }
            decodeOrRefuse(Arrays.copyOf(bad, random.nextInt(8) == 0 ? random.nextInt(bad.length) : bad.length));
        }
    }

    private static void decodeOrRefuse(byte[] bytes) {
        try {
            assertThat(Messages.decode(bytes)).isNotNull();
        } catch (MessageException refusal) {
            assertThat(refusal.closeCode()).isIn(20, 21, 23);
        }
    }

    private static MessageException refusal(String json) {
        return refusal(json.getBytes(StandardCharsets.UTF_8));
    }

    private static MessageException refusal(byte[] json) {
        MessageException refusal = catchThrowableOfType(MessageException.class, () -> Messages.decode(json));
        assertThat(refusal).as("refused").isNotNull();
        assertThat(refusal.getMessage()).hasSizeLessThan(400);
        return refusal;
    }
}
