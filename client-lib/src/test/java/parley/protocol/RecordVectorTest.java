package parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static parley.protocol.Failures.assertRefused;
import static parley.protocol.Vectors.bytes;
import static parley.protocol.Vectors.hex;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/vectors/records.json, as the record layer sees it; the layer above checks the JSON. */
class RecordVectorTest {
    private static final JsonObject V = Vectors.read("records.json");
    private static final int SHIFT = V.getInt("shift");

    static List<JsonObject> generations() {
        return Vectors.list(V, "generations");
    }

    static List<JsonObject> invalid() {
        return Vectors.list(V, "invalid");
    }

    static List<JsonObject> sequences() {
        return Vectors.list(V, "sequences");
    }

    @ParameterizedTest
    @MethodSource("generations")
    void everyGenerationHasItsSecretKeyAndIv(JsonObject v) {
        byte[] x = hex(V, v.getString("of") + "_0");
        for (int i = 0; i < v.getInt("generation"); i++) {
            x = KeySchedule.update(x);
        }

        assertThat(hex(x)).isEqualTo(v.getString("x"));
        assertThat(hex(KeySchedule.key(x))).isEqualTo(v.getString("key"));
        assertThat(hex(KeySchedule.iv(x))).isEqualTo(v.getString("iv"));
    }

    @Test
    void theWritersSealTheRecordsOfTheVectorByteForByte() {
        RecordWriter client = new RecordWriter(ratchet("client"), false);
        RecordWriter server = new RecordWriter(ratchet("server"), true);
        List<JsonObject> records = Vectors.list(V, "records");
        byte[] part = Hash.NONE;
        for (JsonObject v : records) {
            RecordWriter writer = v.getString("from").equals("client") ? client : server;
            byte[] body = bytes(v.get("body"));
            if (v.getInt("type") == RecordFormat.PART) {
                part = body;
                continue;
            }
            List<byte[]> sealed = new ArrayList<>();
            send(writer, v.getInt("type"), Hash.concat(part, body), sealed::add);
            if (part.length > 0) {
                JsonObject first = records.get(records.indexOf(v) - 1);
                assertRecord(sealed.remove(0), first.get("record"));
                part = Hash.NONE;
            }
            assertThat(sealed).hasSize(1);
            assertRecord(sealed.get(0), v.get("record"));
        }
    }

    private static void send(RecordWriter writer, int type, byte[] body, Consumer<byte[]> out) {
        ByteBuffer fields = ByteBuffer.wrap(body);
        switch (type) {
            case RecordFormat.JSON -> writer.json(body, out);
            case RecordFormat.DATA -> writer.data(fields.getInt(), fields.getLong(), body, 12, body.length - 12, out);
            default -> {
                CloseCode code = CloseCode.of(fields.getShort());
                int retryAfter = fields.getInt();
                String reason = new String(body, 6, body.length - 6, StandardCharsets.UTF_8);
                writer.close(code, retryAfter, reason, out);
            }
        }
    }

    @Test
    void theReadersOpenTheRecordsOfTheVector() throws Exception {
        Ratchet clientSeals = ratchet("client");
        Ratchet serverSeals = ratchet("server");
        RecordReader server = new RecordReader(ratchet("client"), false);
        RecordReader client = new RecordReader(ratchet("server"), true);
        byte[] part = Hash.NONE;
        for (JsonObject v : Vectors.list(V, "records")) {
            boolean fromClient = v.getString("from").equals("client");
            byte[] body = bytes(v.get("body"));
            byte[] inner = ByteBuffer.allocate(5 + body.length + v.getInt("padding"))
                    .put((byte) v.getInt("type"))
                    .putInt(body.length)
                    .put(body)
                    .array();
            byte[] record = RawRecords.sealed(fromClient ? clientSeals : serverSeals, inner);
            assertRecord(record, v.get("record"));

            Incoming incoming = (fromClient ? server : client).read(record);

            switch (v.getInt("type")) {
                case RecordFormat.JSON -> {
                    assertThat(((Incoming.Json) incoming).utf8()).isEqualTo(Hash.concat(part, body));
                    part = Hash.NONE;
                }
                case RecordFormat.PART -> {
                    assertThat(incoming).isInstanceOf(Incoming.Part.class);
                    part = body;
                }
                case RecordFormat.DATA -> {
                    Incoming.Data data = (Incoming.Data) incoming;
                    assertThat(ByteBuffer.allocate(body.length)
                                    .putInt((int) data.fetch())
                                    .putLong(data.offset())
                                    .put(data.array(), data.from(), data.length())
                                    .array())
                            .isEqualTo(body);
                    assertThat(data.fetch()).isNotNegative();
                }
                default -> {
                    Incoming.Close close = (Incoming.Close) incoming;
                    ByteBuffer fields = ByteBuffer.wrap(body);
                    assertThat(close.rawCode()).isEqualTo(fields.getShort());
                    assertThat(close.retryAfter()).isEqualTo(fields.getInt());
                    assertThat(close.reason()).isEqualTo(new String(body, 6, body.length - 6, StandardCharsets.UTF_8));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void anInvalidFirstRecordFailsHereUnlessOnlyItsJsonIsWrong(JsonObject v) throws Exception {
        RecordReader server = new RecordReader(ratchet("client"), false);
        boolean endsAsFailure = v.get("ends") instanceof JsonString;
        byte[] record = v.get("record") instanceof JsonString
                ? bytes(v.get("record"))
                : RawRecords.sealed(ratchet("client"), bytes(v.get("inner")));
        assertRecord(record, v.get("record"));

        if (endsAsFailure) {
            assertRefused(() -> server.read(record));
        } else {
            byte[] inner = bytes(v.get("inner"));
            int length = ByteBuffer.wrap(inner).getInt(1);
            assertThat(((Incoming.Json) server.read(record)).utf8())
                    .isEqualTo(Arrays.copyOfRange(inner, 5, 5 + length));
        }
    }

    @ParameterizedTest
    @MethodSource("sequences")
    void aSequenceIsTakenUpToTheRecordThatFails(JsonObject v) throws Exception {
        String from = v.getString("from");
        RecordReader reader = new RecordReader(ratchet(from), from.equals("server"));
        int fails = v.isNull("fails") ? Integer.MAX_VALUE : v.getInt("fails");
        Ratchet sealer = ratchet(from);
        List<JsonObject> records = Vectors.list(v, "records");
        for (int i = 0; i < records.size(); i++) {
            JsonObject r = records.get(i);
            byte[] record = r.get("record") instanceof JsonString
                    ? bytes(r.get("record"))
                    : RawRecords.sealed(sealer, bytes(r.get("inner")));
            if (r.get("record") instanceof JsonString) {
                RawRecords.sealed(sealer, Hash.NONE);
            }
            assertRecord(record, r.get("record"));
            if (i < fails) {
                reader.read(record);
            } else {
                assertRefused(() -> reader.read(record));
            }
        }
    }

    private static Ratchet ratchet(String from) {
        return new Ratchet(hex(V, from.charAt(0) + "_0"), SHIFT);
    }

    /** A record in full, or by its length, digest, start and tag. */
    private static void assertRecord(byte[] record, JsonValue expected) {
        if (expected instanceof JsonString text) {
            assertThat(hex(record)).isEqualTo(text.getString());
            return;
        }
        JsonObject outline = (JsonObject) expected;
        assertThat(record).hasSize(outline.getInt("length"));
        assertThat(hex(Hash.sha256(record))).isEqualTo(outline.getString("sha256"));
        assertThat(hex(record)).startsWith(outline.getString("start")).endsWith(outline.getString("tag"));
    }
}
