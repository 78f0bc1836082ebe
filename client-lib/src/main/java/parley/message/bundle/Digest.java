package parley.message.bundle;

import java.util.HexFormat;
import java.util.regex.Pattern;
import parley.message.json.Members;
import parley.message.json.MessageException;

/** A SHA-256 digest as §7 writes it: {@code sha256:} and 64 lower-case hexadecimal digits. */
public record Digest(String text) implements Comparable<Digest> {

    /** The length of the digest itself. */
    public static final int BYTES = 32;

    private static final String PREFIX = "sha256:";
    private static final Pattern FORM = Pattern.compile(PREFIX + "[0-9a-f]{64}");

    /** @throws IllegalArgumentException when the text has another form */
    public Digest {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    MessageException.quote(text) + " is not a digest: sha256: and 64 lower-case hex digits");
        }
    }

    /** The digest with these 32 bytes. */
    public static Digest of(byte[] sha256) {
        if (sha256.length != BYTES) {
            throw new IllegalArgumentException("a SHA-256 digest has 32 bytes, not " + sha256.length);
        }
        return new Digest(PREFIX + HexFormat.of().formatHex(sha256));
    }

    public static Digest read(String name, Members in) throws MessageException {
        return new Digest(in.text(name));
    }

    /** The 64 hexadecimal digits alone. */
    public String hex() {
        return text.substring(PREFIX.length());
    }

    /** The 32 bytes. */
    public byte[] bytes() {
        return HexFormat.of().parseHex(hex());
    }

    @Override
    public int compareTo(Digest other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
