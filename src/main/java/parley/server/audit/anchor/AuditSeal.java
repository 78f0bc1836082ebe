package parley.server.audit.anchor;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import parley.server.audit.AuditPoint;

/** Writes entries of the audit log as lines that only this server can make, and reads such lines. Thread-safe. */
final class AuditSeal {

    private static final Pattern LINE = Pattern.compile("(parley1 ([a-z]+) (\\d{1,18}) ([0-9a-f]{64})) (\\S{1,64})");

    private final UnaryOperator<byte[]> mac;

    /** @param mac a message authentication code under a key that nobody else has */
    AuditSeal(UnaryOperator<byte[]> mac) {
        this.mac = mac;
    }

    /** @param use a lower-case word; a line for one use is none for another */
    String line(String use, AuditPoint point) {
        String text = "parley1 " + use + " " + point.seq() + " " + point.hash();
        return text + " " + code(text);
    }

    /** Empty if the line is none for this use, was not made by this server, or was changed. */
    Optional<AuditPoint> parse(String use, String line) {
        Matcher parts = LINE.matcher(line.strip());
        if (!parts.matches()
                || !parts.group(2).equals(use)
                || !MessageDigest.isEqual(bytes(code(parts.group(1))), bytes(parts.group(5)))) {
            return Optional.empty();
        }
        return Optional.of(new AuditPoint(Long.parseLong(parts.group(3)), parts.group(4)));
    }

    private String code(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.apply(bytes(text)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
