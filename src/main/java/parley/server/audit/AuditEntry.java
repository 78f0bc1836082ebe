package parley.server.audit;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/**
 * One link of the chain. {@code hash} is SHA-256 over {@code "parley1 audit"}, the previous hash, then sequence and
 * time (milliseconds) as 64 bits, then actor, action, subject and detail, each as UTF-8 behind its length in 32 bits;
 * numbers are big-endian.
 *
 * @param detail a JSON object, members sorted by name
 */
public record AuditEntry(
        long seq,
        Instant at,
        String actor,
        String action,
        String subject,
        String detail,
        String previous,
        String hash) {

    static final String NO_PREVIOUS = "0".repeat(64);

    static AuditEntry following(String previous, long seq, AuditEvent event) {
        return new AuditEntry(
                seq,
                event.at(),
                event.actor(),
                event.action(),
                event.subject(),
                event.detail(),
                previous,
                hash(previous, seq, event));
    }

    /** Whether it is the entry after one with this hash and number, and nothing of it was changed. */
    public boolean follows(String head, long lastSeq) {
        return seq == lastSeq + 1
                && previous.equals(head)
                && hash.equals(hash(head, seq, new AuditEvent(at, actor, action, subject, detail)));
    }

    private static String hash(String previous, long seq, AuditEvent event) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.write("parley1 audit".getBytes(StandardCharsets.US_ASCII));
            out.write(HexFormat.of().parseHex(previous));
            out.writeLong(seq);
            out.writeLong(event.at().toEpochMilli());
            text(out, event.actor());
            text(out, event.action());
            text(out, event.subject());
            text(out, event.detail());
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
    }
}
