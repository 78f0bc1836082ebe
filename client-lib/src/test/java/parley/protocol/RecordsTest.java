package parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static parley.protocol.Failures.assertRefused;
import static parley.protocol.Failures.flipped;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records between the two ends of one session, and what must become of them on a hostile wire. */
class RecordsTest {
    private static final Consumer<byte[]> NOWHERE = record -> {
        throw new AssertionError("nothing more may be sent");
    };

    private final Peers.Meeting meeting = meet();
    private final RecordWriter client = meeting.client().writer();
    private final RecordWriter server = meeting.server().writer();
    private final RecordReader atClient = meeting.client().reader();
    private final RecordReader atServer = meeting.server().reader();
    private final List<byte[]> wire = new ArrayList<>();

    private static Peers.Meeting meet() {
        try {
            return new Peers(Suite.X25519).meet();
        } catch (ProtocolException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] json(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private byte[] sent(String text) {
        List<byte[]> out = new ArrayList<>();
        client.json(json(text), out::add);
        return out.get(0);
    }

    private static String text(Incoming incoming) {
        return new String(((Incoming.Json) incoming).utf8(), StandardCharsets.UTF_8);
    }

    // what arrives

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 58, 59, 60, 65_530, 65_531, 65_532, 131_062, 131_063, 4_194_304})
    void aJsonTextOfAnyLengthArrivesWhole(int length) throws Exception {
        byte[] text = new byte[length];
        Arrays.fill(text, (byte) 'x');
        client.json(text, wire::add);

        assertThat(wire).hasSize(Math.max(1, (length + 65_530) / 65_531));
        for (byte[] part : wire.subList(0, wire.size() - 1)) {
            assertThat(part).hasSize(65_553);
            assertThat(atServer.read(part)).isInstanceOf(Incoming.Part.class);
        }
        byte[] last = wire.get(wire.size() - 1);
        assertThat((last.length - 17) % 64).isZero();
        assertThat(((Incoming.Json) atServer.read(last)).utf8()).isEqualTo(text);
    }

    @Test
    void onlyLengthsInStepsOf64ShowOfAJsonText() {
        Set<Integer> sizes = new HashSet<>();
        for (int length = 0; length <= 59; length++) {
            sizes.add(sent("x".repeat(length)).length);
        }

        assertThat(sizes).containsExactly(17 + 64);
    }

    @Test
    void aTextOfMoreThan4MiBIsNotSent() {
        byte[] tooLong = new byte[4 * 1024 * 1024 + 1];

        assertThatThrownBy(() -> client.json(tooLong, NOWHERE)).isInstanceOf(IllegalArgumentException.class);
        assertThat(client.closed()).isFalse();
    }

    @Test
    void dataArrivesWithItsFetchAndOffset() throws Exception {
        byte[] blob = json("..the bytes..");
        server.data(-1, 1L << 40, blob, 2, 9, wire::add);
        server.data(7, 0, new byte[RecordWriter.MAX_DATA], 0, RecordWriter.MAX_DATA, wire::add);

        Incoming.Data first = (Incoming.Data) atClient.read(wire.get(0));
        Incoming.Data greatest = (Incoming.Data) atClient.read(wire.get(1));

        assertThat(first.fetch()).isEqualTo(4_294_967_295L);
        assertThat(first.offset()).isEqualTo(1L << 40);
        assertThat(Arrays.copyOfRange(first.array(), first.from(), first.from() + first.length()))
                .isEqualTo(json("the bytes"));
        assertThat(wire.get(1)).hasSize(Wire.MAX_RECORD);
        assertThat(greatest.length()).isEqualTo(65_519);
    }

    @Test
    void dataThatDoesNotFitARecordOrItsArrayIsNotSentAndHurtsNothing() throws Exception {
        assertThatThrownBy(() -> server.data(1, 0, new byte[65_520], 0, 65_520, NOWHERE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> server.data(1, 0, new byte[5], 3, 3, NOWHERE))
                .isInstanceOf(IndexOutOfBoundsException.class);

        server.json(json("{}"), wire::add);
        assertThat(text(atClient.read(wire.get(0)))).isEqualTo("{}");
    }

    @Test
    void onlyTheServersWriterSendsData() {
        assertThatThrownBy(() -> client.data(1, 0, new byte[1], 0, 1, NOWHERE))
                .isInstanceOf(IllegalStateException.class);
    }

    // a hostile wire

    @Test
    void aFlippedBitIsRefusedAtEveryPosition() {
        byte[] x_0 = new byte[32];
        byte[] record = RawRecords.sealed(new Ratchet(x_0.clone(), 20), new byte[64]);
        for (int i = 0; i < record.length; i++) {
            byte[] changed = flipped(record, i);
            RecordReader reader = new RecordReader(new Ratchet(x_0.clone(), 20), true);
            assertRefused(() -> reader.read(changed), i == 0 ? Failure.TYPE : Failure.TAG);
        }
    }

    @Test
    void aReplayedRecordIsRefused() throws Exception {
        byte[] record = sent("one");
        atServer.read(record);

        assertRefused(() -> atServer.read(record), Failure.TAG);
    }

    @Test
    void reorderedRecordsAreRefused() {
        sent("one");
        byte[] second = sent("two");

        assertRefused(() -> atServer.read(second), Failure.TAG);
    }

    @Test
    void aDroppedRecordIsNoticedAtTheNext() throws Exception {
        atServer.read(sent("one"));
        sent("two");
        byte[] third = sent("three");

        assertRefused(() -> atServer.read(third), Failure.TAG);
    }

    @Test
    void theOwnRecordReflectedIsRefused() {
        byte[] own = sent("one");

        assertRefused(() -> atClient.read(own), Failure.TAG);
    }

    @Test
    void aRecordOfAnotherSessionIsRefused() {
        meet().client().writer().json(json("one"), wire::add);

        assertRefused(() -> atServer.read(wire.get(0)), Failure.TAG);
    }

    @Test
    void aTagCutIsRefused() {
        byte[] record = sent("one");

        assertRefused(() -> atServer.read(Arrays.copyOf(record, record.length - 1)), Failure.TAG);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 17, 21, 65_554, 1_000_000})
    void aRecordOfAnImpossibleSizeIsRefusedUnopened(int size) {
        byte[] record = new byte[size];
        Arrays.fill(record, (byte) 0x10);

        assertRefused(() -> atServer.read(record), Failure.SIZE);
    }

    @Test
    void afterAFailureEvenTheRightRecordIsRefused() {
        byte[] good = sent("one");
        assertRefused(() -> atServer.read(flipped(good, 20)), Failure.TAG);

        assertRefused(() -> atServer.read(good), Failure.ORDER);
    }

    @Test
    void handshakeMessagesAreNoRecords() {
        assertRefused(() -> atServer.read(meeting.m3()), Failure.TYPE);
    }

    @Test
    void aFloodOfPartsEndsAt4MiB() throws Exception {
        Ratchet hostile = new Ratchet(new byte[32], 20);
        RecordReader reader = new RecordReader(new Ratchet(new byte[32], 20), false);
        byte[] part = new byte[65_536];
        part[0] = RecordFormat.PART;
        part[3] = (byte) 0xff;
        part[4] = (byte) 0xfb;
        for (int i = 0; i < 64; i++) {
            assertThat(reader.read(RawRecords.sealed(hostile, part))).isInstanceOf(Incoming.Part.class);
        }

        assertRefused(() -> reader.read(RawRecords.sealed(hostile, part)), Failure.LIMIT);
    }

    // close

    @Test
    void aCloseArrivesWithItsCodeAndWords() throws Exception {
        server.close(CloseCode.BUSY, 90, "später", wire::add);

        Incoming.Close close = (Incoming.Close) atClient.read(wire.get(0));

        assertThat(close).isEqualTo(new Incoming.Close(CloseCode.BUSY, 5, 90, "später"));
    }

    @Test
    void aLongReasonIsCutBetweenCharacters() throws Exception {
        server.close(CloseCode.DENIED, 0, "x" + "ä".repeat(150), wire::add);

        assertThat(((Incoming.Close) atClient.read(wire.get(0))).reason()).isEqualTo("x" + "ä".repeat(99));
    }

    @Test
    void afterItsCloseASideSealsNothingMore() {
        assertThat(server.close(CloseCode.DONE, 0, "", wire::add)).isTrue();

        assertThat(server.closed()).isTrue();
        assertThat(server.json(json("{}"), NOWHERE)).isFalse();
        assertThat(server.data(1, 0, new byte[1], 0, 1, NOWHERE)).isFalse();
        assertThat(server.close(CloseCode.DONE, 0, "", NOWHERE)).isFalse();
    }

    @Test
    void afterItsCloseASideReadsOnUntilTheOthers() throws Exception {
        server.close(CloseCode.TASK_ENDED, 0, "", wire::add);

        assertThat(text(atServer.read(sent("on its way")))).isEqualTo("on its way");
        atClient.read(wire.get(0));
        client.close(CloseCode.DONE, 0, "", wire::add);
        assertThat(atServer.read(wire.get(1))).isEqualTo(new Incoming.Close(CloseCode.DONE, 0, 0, ""));
    }

    @Test
    void whateverComesAfterACloseIsRefused() throws Exception {
        server.close(CloseCode.DONE, 0, "", wire::add);
        atClient.read(wire.get(0));

        assertRefused(() -> atClient.read(new byte[81]), Failure.AFTER_CLOSE);
    }

    @Test
    void everyCloseCodeHasItsNumberAndAnUnknownOneIsInternal() {
        for (CloseCode code : CloseCode.values()) {
            assertThat(CloseCode.of(code.code())).isEqualTo(code);
            assertThat(code.sentence()).endsWith(code == CloseCode.REPLACED ? "?" : ".");
        }
        assertThat(CloseCode.of(11)).isEqualTo(CloseCode.INTERNAL);
        assertThat(CloseCode.of(65_535)).isEqualTo(CloseCode.INTERNAL);
    }

    // generations, threads, failures

    @Test
    void bothSidesChangeGenerationWithoutAMessage() throws Exception {
        RecordWriter writer = new RecordWriter(new Ratchet(new byte[32], 2), true);
        RecordReader reader = new RecordReader(new Ratchet(new byte[32], 2), true);
        for (int i = 0; i < 50; i++) {
            writer.json(json("record " + i), wire::add);
        }

        for (int i = 0; i < 50; i++) {
            assertThat(text(reader.read(wire.get(i)))).isEqualTo("record " + i);
        }
    }

    @Test
    void aReaderThatDoesNotChangeGenerationRefuses() throws Exception {
        RecordWriter writer = new RecordWriter(new Ratchet(new byte[32], 2), true);
        RecordReader reader = new RecordReader(new Ratchet(new byte[32], 20), true);
        for (int i = 0; i < 5; i++) {
            writer.json(json("record " + i), wire::add);
        }
        for (int i = 0; i < 4; i++) {
            reader.read(wire.get(i));
        }

        assertRefused(() -> reader.read(wire.get(4)), Failure.TAG);
    }

    @Test
    void aSessionChangesGenerationAfterAMillionRecords() {
        assertThat(1L << Session.SHIFT).isEqualTo(1_048_576);
    }

    @Test
    void manyThreadsSendingAtOnceGiveOneUnbrokenSequence() throws Exception {
        List<byte[]> records = Collections.synchronizedList(new ArrayList<>());
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<?>> sending = new ArrayList<>();
        for (int thread = 0; thread < 8; thread++) {
            boolean asJson = thread % 2 == 0;
            sending.add(threads.submit(() -> {
                for (int i = 0; i < 200; i++) {
                    if (asJson) {
                        server.json(new byte[i * 400], records::add);
                    } else {
                        server.data(i, i, new byte[i], 0, i, records::add);
                    }
                }
            }));
        }
        for (Future<?> each : sending) {
            each.get();
        }
        threads.shutdown();

        int texts = 0;
        int data = 0;
        for (byte[] record : records) {
            Incoming incoming = atClient.read(record);
            texts += incoming instanceof Incoming.Json ? 1 : 0;
            data += incoming instanceof Incoming.Data ? 1 : 0;
        }
        assertThat(texts).isEqualTo(800);
        assertThat(data).isEqualTo(800);
    }

    @Test
    void aRecordThatCouldNotBeHandedOnEndsTheWriter() {
        assertThatThrownBy(() -> server.json(json("{}"), record -> {
                    throw new IllegalArgumentException("queue full");
                }))
                .hasMessage("queue full");

        assertThat(server.closed()).isTrue();
        assertThat(server.json(json("{}"), NOWHERE)).isFalse();
    }

    @Test
    void aDestroyedSessionNeitherSendsNorReads() {
        byte[] record = sent("one");
        meeting.server().destroy();

        assertThat(meeting.server().isDestroyed()).isTrue();
        assertThat(server.json(json("{}"), NOWHERE)).isFalse();
        assertRefused(() -> atServer.read(record), Failure.ORDER);
    }
}
