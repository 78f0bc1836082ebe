package parley.client.internal.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A note beside a key: the machine on which it was made, and the name of its client. The machine is stored as HMACs of
 * its machine-id and host name under a random salt, so the file reveals neither (machine-id(5) asks for that).
 *
 * <pre>
 * parley owner 1
 * salt, HMAC of the machine-id or -, HMAC of the host name; in hex
 * the name under which a server last admitted this client, or -
 * </pre>
 */
public record KeyOwner(byte[] salt, String machine, String host, Optional<String> client) {

    private static final String HEAD = "parley owner 1";
    private static final String UNKNOWN = "-";
    private static final int SALT_BYTES = 16;
    private static final int MAX_BYTES = 1_024;

    static KeyOwner of(MachineIdentity here, SecureRandom random) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return new KeyOwner(
                salt,
                here.id().map(id -> derived(salt, "machine-id", id)).orElse(UNKNOWN),
                derived(salt, "host name", here.host()),
                Optional.empty());
    }

    KeyOwner called(String name) {
        return new KeyOwner(salt, machine, host, Optional.of(name));
    }

    /** Whether the key was certainly made on another machine. */
    public boolean isOnAnotherMachine(MachineIdentity here) {
        return !machine.equals(UNKNOWN)
                && here.id().isPresent()
                && !same(machine, derived(salt, "machine-id", here.id().get()));
    }

    /** Whether the host had another name when the key was made. */
    public boolean isOnAnotherHost(MachineIdentity here) {
        return !same(host, derived(salt, "host name", here.host()));
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
    }

    private static String derived(byte[] salt, String what, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(salt, "HmacSHA256"));
            return HexFormat.of()
                    .formatHex(mac.doFinal(("parley1 " + what + " " + text).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has HMAC-SHA256", impossible);
        }
    }

    void write(Path file) throws IOException {
        String text = HEAD + "\n" + HexFormat.of().formatHex(salt) + " " + machine + " " + host + "\n"
                + client.orElse(UNKNOWN) + "\n";
        DurableFile.write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Empty if there is none. */
    public static Optional<KeyOwner> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.size(file) > MAX_BYTES ? List.of() : Files.readAllLines(file);
        String[] values = lines.size() == 3 ? lines.get(1).split(" ") : new String[0];
        if (values.length != 3
                || !lines.get(0).equals(HEAD)
                || !values[0].matches("[0-9a-f]{" + 2 * SALT_BYTES + "}")) {
            throw new IOException(file + " is damaged; remove it if this folder was always on this machine");
        }
        Optional<String> client = Optional.of(lines.get(2)).filter(name -> !name.equals(UNKNOWN));
        return Optional.of(new KeyOwner(HexFormat.of().parseHex(values[0]), values[1], values[2], client));
    }
}
