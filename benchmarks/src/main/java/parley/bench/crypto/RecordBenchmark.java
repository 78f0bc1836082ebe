package parley.bench.crypto;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import parley.protocol.Incoming;
import parley.protocol.ProtocolException;
import parley.protocol.RecordReader;
import parley.protocol.RecordWriter;
import parley.protocol.Suite;

/**
 * Records of data, sealed and opened, beside AES-256-GCM of the JDK into a buffer that is there already; for JMH. A
 * record can be opened once, so what is opened is sealed before, some records at a time, outside of what is timed.
 */
@State(Scope.Thread)
public class RecordBenchmark {

    static final String SIZE = "size";
    private static final int BATCH = 16;
    private static final int TAG = 16;

    /** Data of one size; 65 519 bytes are the most that a record takes. */
    @State(Scope.Thread)
    public static class Data {
        @Param({"64", "1024", "16384", "65519"})
        int size;

        byte[] bytes = new byte[0];

        @Setup
        public void fill() {
            bytes = new byte[size];
            new SecureRandom().nextBytes(bytes);
        }
    }

    /** A session of Parley. */
    @State(Scope.Thread)
    public static class Parley {
        final RecordWriter writer;
        final RecordReader reader;
        byte[] record = new byte[0];

        public Parley() {
            try {
                ParleyPeers.Sessions sessions = new ParleyPeers(Suite.X25519).handshake();
                writer = sessions.server().writer();
                reader = sessions.client().reader();
            } catch (ProtocolException e) {
                throw new IllegalStateException("the peers are made for each other", e);
            }
        }

        byte[] seal(Data data) {
            writer.data(1, 0, data.bytes, 0, data.size, next -> record = next);
            return record;
        }
    }

    /** Records that are to be opened; the session is its own, since JMH would give it another than the benchmark. */
    @State(Scope.Thread)
    public static class ParleyBatch {
        final Parley parley = new Parley();
        final byte[][] records = new byte[BATCH][];

        @Setup(Level.Invocation)
        public void seal(Data data) {
            for (int i = 0; i < BATCH; i++) {
                records[i] = parley.seal(data);
            }
        }
    }

    /** The cipher alone. */
    @State(Scope.Thread)
    public static class Bare {
        private static final byte[] AAD = {0x10};
        private static final int NONCE = 12;
        private static final int KEY = 32;

        final Cipher cipher;
        final Key key;
        private long number;
        byte[] out = new byte[0];

        public Bare() {
            try {
                cipher = Cipher.getInstance("AES/GCM/NoPadding");
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every JDK has it", e);
            }
            byte[] bytes = new byte[KEY];
            new SecureRandom().nextBytes(bytes);
            key = new SecretKeySpec(bytes, "AES");
        }

        @Setup
        public void fit(Data data) {
            out = new byte[data.size + TAG];
        }

        int run(int mode, long nonce, byte[] in, byte[] into) throws GeneralSecurityException {
            byte[] iv = ByteBuffer.allocate(NONCE).putLong(4, nonce).array();
            cipher.init(mode, key, new GCMParameterSpec(TAG * 8, iv));
            cipher.updateAAD(AAD);
            return cipher.doFinal(in, 0, in.length, into, 0);
        }
    }

    /** What the cipher alone is to open. */
    @State(Scope.Thread)
    public static class BareBatch {
        final Bare bare = new Bare();
        final byte[][] ciphertexts = new byte[BATCH][];
        long first;

        @Setup
        public void fit(Data data) {
            bare.fit(data);
        }

        @Setup(Level.Invocation)
        public void seal(Data data) throws GeneralSecurityException {
            first = bare.number;
            for (int i = 0; i < BATCH; i++) {
                ciphertexts[i] = new byte[data.size + TAG];
                bare.run(Cipher.ENCRYPT_MODE, bare.number++, data.bytes, ciphertexts[i]);
            }
        }
    }

    @Benchmark
    public byte[] seal(Parley parley, Data data) {
        return parley.seal(data);
    }

    @Benchmark
    public int sealBare(Bare bare, Data data) throws GeneralSecurityException {
        return bare.run(Cipher.ENCRYPT_MODE, bare.number++, data.bytes, bare.out);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public Incoming open(ParleyBatch batch) throws ProtocolException {
        Incoming last = new Incoming.Part();
        for (byte[] record : batch.records) {
            last = batch.parley.reader.read(record);
        }
        return last;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int openBare(BareBatch batch) throws GeneralSecurityException {
        int sum = 0;
        for (int i = 0; i < BATCH; i++) {
            sum += batch.bare.run(Cipher.DECRYPT_MODE, batch.first + i, batch.ciphertexts[i], batch.bare.out);
        }
        return sum;
    }
}
