package parley.server.task.decide;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import parley.message.Messages;
import parley.message.Report;

/** The fingerprint of a report's content: equal for a repeat, different for other content. */
final class Fingerprint {

    private Fingerprint() {}

    static String of(Report report) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Messages.encode(report));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
