package parley.protocol;

import static parley.protocol.JoinTokenException.Reason.CHECK;
import static parley.protocol.JoinTokenException.Reason.FORMAT;
import static parley.protocol.JoinTokenException.Reason.LENGTH;
import static parley.protocol.JoinTokenException.Reason.NOT_AFTER;
import static parley.protocol.JoinTokenException.Reason.PREFIX;
import static parley.protocol.JoinTokenException.Reason.PSK;
import static parley.protocol.JoinTokenException.Reason.SUITE;
import static parley.protocol.JoinTokenException.Reason.S_PUB;
import static parley.protocol.JoinTokenException.Reason.URLS;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.security.auth.Destroyable;

/**
 * Everything that a client needs: the server's URLs, its identity, and the PSK (docs/protocol.md, section 2). A token
 * that exists is well-formed; only the server knows whether it is still valid, {@link #notAfter()} is informative.
 * Immutable apart from {@link #destroy()}; {@link #toString()} shows the public parts only.
 */
public final class JoinToken implements Destroyable {
    private static final String PREFIX_TEXT = "parley1_";
    private static final byte[] PREFIX_BYTES = Hash.ascii(PREFIX_TEXT);
    private static final int FORMAT_1 = 1;
    private static final int CHECK_SIZE = 4;
    private static final int PSK_SIZE = 32;
    private static final int MAX_URLS = 4;
    /** More than four URLs of 255 bytes need. */
    private static final int MAX_TEXT = 2048;

    private static final Instant LAST = Instant.ofEpochSecond(253_402_300_799L);

    private final Suite suite;
    private final KeyId keyId;
    private final Secret psk;
    private final PublicKey serverKey;
    private final Instant notAfter;
    private final List<String> urls;

    /**
     * @param notAfter cut to whole seconds
     * @param urls one to four, in the order in which a client tries them
     * @throws JoinTokenException if one of the parts is not as the format asks
     */
    public JoinToken(Suite suite, KeyId keyId, Secret psk, PublicKey serverKey, Instant notAfter, List<String> urls)
            throws JoinTokenException {
        if (psk.length() != PSK_SIZE || MessageDigest.isEqual(psk.bytes(), new byte[PSK_SIZE])) {
            throw new JoinTokenException(PSK, "The token's key is missing or not 32 bytes long.");
        }
        if (notAfter.isBefore(Instant.EPOCH) || notAfter.isAfter(LAST.plusNanos(999_999_999))) {
            throw new JoinTokenException(NOT_AFTER, "The token's expiry is not a time between 1970 and 9999.");
        }
        if (urls.isEmpty() || urls.size() > MAX_URLS) {
            throw new JoinTokenException(URLS, "A token has one to four server URLs, not " + urls.size() + ".");
        }
        for (String url : urls) {
            checkUrl(url);
        }
        this.suite = suite;
        this.keyId = keyId;
        this.psk = Secret.of(psk.bytes());
        this.serverKey = serverKey;
        this.notAfter = Instant.ofEpochSecond(notAfter.getEpochSecond());
        this.urls = List.copyOf(urls);
    }

    /**
     * Reads a token. Space, tab, CR and LF around it are allowed, nothing else; a token past its expiry parses.
     *
     * @throws JoinTokenException naming the rule that is broken and, for a stray character, its position
     */
    public static JoinToken parse(CharSequence text) throws JoinTokenException {
        int from = 0;
        int to = text.length();
        while (from < to && isForgiven(text.charAt(from))) {
            from++;
        }
        while (to > from && isForgiven(text.charAt(to - 1))) {
            to--;
        }
        checkPrefix(text, from, to);
        if (to - from > MAX_TEXT) {
            throw new JoinTokenException(LENGTH, "This is longer than any join token.");
        }
        byte[] decoded = Base64Url.decode(text, from + PREFIX_TEXT.length(), to);
        try {
            return ofPayload(checkedPayload(decoded));
        } finally {
            Hash.wipe(decoded);
        }
    }

    private static boolean isForgiven(char character) {
        return character == ' ' || character == '\t' || character == '\r' || character == '\n';
    }

    private static void checkPrefix(CharSequence text, int from, int to) throws JoinTokenException {
        for (int i = 0; i < PREFIX_TEXT.length(); i++) {
            int at = from + i;
            if (at >= to) {
                throw new JoinTokenException(PREFIX, "This is no join token: it does not begin with \"parley1_\".");
            }
            if (text.charAt(at) <= ' ' || text.charAt(at) > '~') {
                throw Base64Url.unexpected(text, at);
            }
            if (text.charAt(at) != PREFIX_TEXT.charAt(i)) {
                throw new JoinTokenException(
                        PREFIX, at + 1, "This is no join token: it does not begin with \"parley1_\".");
            }
        }
    }

    private static ByteBuffer checkedPayload(byte[] decoded) throws JoinTokenException {
        int length = decoded.length - CHECK_SIZE;
        if (length <= 0) {
            throw tooShort();
        }
        byte[] payload = Arrays.copyOf(decoded, length);
        try {
            if (!MessageDigest.isEqual(check(payload), Arrays.copyOfRange(decoded, length, decoded.length))) {
                throw new JoinTokenException(
                        CHECK, "The token was mistyped or is not complete: its check does not match.");
            }
        } finally {
            Hash.wipe(payload);
        }
        return ByteBuffer.wrap(decoded, 0, length);
    }

    private static byte[] check(byte[] payload) {
        return Arrays.copyOf(Hash.sha256(PREFIX_BYTES, payload), CHECK_SIZE);
    }

    private static JoinToken ofPayload(ByteBuffer payload) throws JoinTokenException {
        int format = number(payload);
        if (format != FORMAT_1) {
            throw new JoinTokenException(
                    FORMAT, "The token is of format " + format + ", which this version does not support.");
        }
        Suite suite = suite(number(payload));
        KeyId keyId = KeyId.of(take(payload, KeyId.SIZE));
        Secret psk = Secret.owning(take(payload, PSK_SIZE));
        try {
            byte[] S_pub = take(payload, PublicKey.SIZE);
            Instant notAfter =
                    notAfter(ByteBuffer.wrap(take(payload, Long.BYTES)).getLong());
            PublicKey serverKey = serverKey(S_pub);
            List<String> urls = urls(payload);
            if (payload.hasRemaining()) {
                throw new JoinTokenException(LENGTH, "The token is longer than it says.");
            }
            return new JoinToken(suite, keyId, psk, serverKey, notAfter, urls);
        } finally {
            psk.destroy();
        }
    }

    private static Suite suite(int code) throws JoinTokenException {
        try {
            return Suite.of(code);
        } catch (IllegalArgumentException e) {
            throw new JoinTokenException(
                    SUITE, "The token asks for suite " + code + ", which this version does not support.");
        }
    }

    private static PublicKey serverKey(byte[] bytes) throws JoinTokenException {
        try {
            return PublicKey.of(bytes);
        } catch (InvalidKeyException e) {
            throw new JoinTokenException(S_PUB, "The token's server key is not a valid X25519 public key.");
        }
    }

    private static Instant notAfter(long seconds) throws JoinTokenException {
        if (seconds < 0 || seconds > LAST.getEpochSecond()) {
            throw new JoinTokenException(NOT_AFTER, "The token's expiry is not a time between 1970 and 9999.");
        }
        return Instant.ofEpochSecond(seconds);
    }

    private static List<String> urls(ByteBuffer payload) throws JoinTokenException {
        int count = number(payload);
        if (count < 1 || count > MAX_URLS) {
            throw new JoinTokenException(URLS, "A token has one to four server URLs, not " + count + ".");
        }
        List<String> urls = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            // ISO 8859-1 keeps a byte that is not ASCII, so that the URL rule can name it
            urls.add(new String(take(payload, number(payload)), StandardCharsets.ISO_8859_1));
        }
        return urls;
    }

    private static int number(ByteBuffer payload) throws JoinTokenException {
        return Byte.toUnsignedInt(take(payload, 1)[0]);
    }

    private static byte[] take(ByteBuffer payload, int length) throws JoinTokenException {
        if (payload.remaining() < length) {
            throw tooShort();
        }
        byte[] bytes = new byte[length];
        payload.get(bytes);
        return bytes;
    }

    private static JoinTokenException tooShort() {
        return new JoinTokenException(LENGTH, "The token is shorter than it should be.");
    }

    /** @throws JoinTokenException if this cannot be a server's URL in a token */
    public static void checkUrl(String url) throws JoinTokenException {
        ServerUrl.check(url);
    }

    public Suite suite() {
        return suite;
    }

    public KeyId keyId() {
        return keyId;
    }

    /** The PSK itself, not a copy: it is wiped when this token is destroyed. */
    public Secret psk() {
        return psk;
    }

    public PublicKey serverKey() {
        return serverKey;
    }

    public Instant notAfter() {
        return notAfter;
    }

    public List<String> urls() {
        return urls;
    }

    /** The token's text, including the secret. */
    public String unsafeText() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(FORMAT_1);
        out.write(suite.code());
        out.writeBytes(keyId.bytes());
        out.writeBytes(psk.bytes());
        out.writeBytes(serverKey.bytes());
        out.writeBytes(ByteBuffer.allocate(Long.BYTES)
                .putLong(notAfter.getEpochSecond())
                .array());
        out.write(urls.size());
        for (String url : urls) {
            out.write(url.length());
            out.writeBytes(Hash.ascii(url));
        }
        byte[] payload = out.toByteArray();
        byte[] whole = Hash.concat(payload, check(payload));
        try {
            return PREFIX_TEXT + Base64Url.encode(whole);
        } finally {
            Hash.wipe(payload, whole);
        }
    }

    @Override
    public void destroy() {
        psk.destroy();
    }

    @Override
    public boolean isDestroyed() {
        return psk.isDestroyed();
    }

    @Override
    public String toString() {
        return "JoinToken[" + keyId + ", " + suite + ", until " + notAfter + ", " + urls + "]";
    }
}
