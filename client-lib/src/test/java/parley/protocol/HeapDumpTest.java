package parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static parley.protocol.Vectors.hex;

import com.sun.management.HotSpotDiagnosticMXBean;
import jakarta.json.JsonObject;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.security.auth.Destroyable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a heap dump of a process shows after a session has ended: the vector's handshake, so that every secret is known.
 */
class HeapDumpTest {
    private static final String SECRETS = "psk S_priv C_priv e_c_priv e_s_priv r_c epsk ipsk k_noise k_bind k_sp k_cp"
            + " es ee se t1 t2 ss kc master c_0 s_0 c s d z m";

    private final byte[] stillHeld = new byte[32];
    /** What a careless application keeps after it has destroyed it. */
    private final List<Destroyable> kept = new ArrayList<>();

    @Test
    void showsNoSecretOfIt(@TempDir Path folder) throws Exception {
        new SeededRandom("held").nextBytes(stillHeld);
        meetAndPart();
        Path dump = folder.resolve("after.hprof");

        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(dump.toString(), true);

        List<String> found = found(dump);
        assertThat(kept).hasSize(8).allMatch(Destroyable::isDestroyed);
        assertThat(found).containsExactly("what is still held");
    }

    private void meetAndPart() throws Exception {
        JsonObject v = Vectors.read("handshake-suite2.json");
        JoinToken token = JoinToken.parse(v.getString("token"));
        StaticKey serverKey = StaticKey.of(hex(v, "S_priv"));
        StaticKey clientKey = StaticKey.of(hex(v, "C_priv"));
        PskKeys keys = PskKeys.derive(token.psk(), token.keyId(), token.serverKey(), token.suite());
        ServerHandshake server =
                new ServerHandshake(new ScriptedRandom(hex(v, "r_s"), hex(v, "m"), hex(v, "e_s_priv")));
        ClientHandshake client = new ClientHandshake(
                token,
                clientKey,
                new ScriptedRandom(hex(v, "r_c"), Hash.concat(hex(v, "d"), hex(v, "z")), hex(v, "e_c_priv")));
        byte[] m1 = client.consumeM0CreateM1(server.createM0());
        byte[] m2 = server.consumeM1CreateM2(m1, new ServerHandshake.Credentials(token.suite(), serverKey, keys));
        Session atServer = server.consumeM3(client.consumeM2CreateM3(m2));
        Session atClient = client.session();
        List<byte[]> wire = new ArrayList<>();
        atClient.writer().json(Hash.ascii("{}"), wire::add);
        atServer.reader().read(wire.get(0));
        atServer.writer().close(CloseCode.DONE, 0, "", wire::add);
        atClient.reader().read(wire.get(1));
        kept.addAll(List.of(token, serverKey, clientKey, keys, server, client, atServer, atClient));
        for (Destroyable each : kept) {
            each.destroy();
        }
    }

    private List<String> found(Path dump) throws Exception {
        JsonObject v = Vectors.read("handshake-suite2.json");
        Map<Long, byte[]> wanted = new HashMap<>();
        Map<Long, String> names = new HashMap<>();
        for (String name : SECRETS.split(" ")) {
            boolean isDirection = name.equals("c") || name.equals("s");
            byte[] secret = isDirection ? hex(v.getJsonObject(name), "key") : hex(v, name);
            wanted.put(start(secret), secret);
            names.put(start(secret), name);
        }
        wanted.put(start(stillHeld), stillHeld);
        names.put(start(stillHeld), "what is still held");
        List<String> found = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(dump)) {
            MappedByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            long eight = 0;
            for (int end = 1; end <= bytes.limit() - 24; end++) {
                eight = eight << 8 | bytes.get(end - 1) & 0xff;
                byte[] candidate = wanted.get(eight);
                if (candidate != null && end >= 8) {
                    byte[] there = new byte[candidate.length];
                    bytes.get(end - 8, there);
                    if (Arrays.equals(there, candidate)) {
                        found.add(names.get(eight));
                    }
                }
            }
        }
        return found;
    }

    private static long start(byte[] secret) {
        return ByteBuffer.wrap(secret).getLong();
    }
}
