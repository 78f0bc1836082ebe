package parley.server.tokens;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import parley.server.storage.DataFolder;

/**
 * The key that wraps all other secrets: 32 bytes in base64, from the configuration ({@code PARLEY_MASTER_KEY}) or from
 * the file {@code master.key} in the data folder. It is never in the database.
 */
final class MasterKey {
    private static final String FILE = "master.key";
    private static final int SIZE = 32;

    private MasterKey() {}

    /**
     * @param mayCreate whether a new one may be made if there is none: not if the database already has secrets
     * @throws MasterKeyException with a text for the person who runs the server
     */
    static byte[] load(Optional<String> configured, DataFolder folder, boolean mayCreate, SecureRandom random) {
        if (configured.isPresent()) {
            return decode(configured.get(), "PARLEY_MASTER_KEY");
        }
        Path file = folder.resolve(FILE);
        if (Files.exists(file)) {
            try {
                return decode(Files.readString(file), file.toString());
            } catch (IOException e) {
                throw new MasterKeyException("The master key " + file + " cannot be read: " + e, e);
            }
        }
        if (!mayCreate) {
            throw new MasterKeyException(
                    "The master key " + file + " is missing, but the database holds secrets wrapped"
                            + " under it: bring the file back from a backup, or give the key as PARLEY_MASTER_KEY.");
        }
        byte[] key = new byte[SIZE];
        random.nextBytes(key);
        folder.writeSecret(FILE, Base64.getEncoder().encodeToString(key));
        return key;
    }

    private static byte[] decode(String text, String source) {
        try {
            byte[] key = Base64.getDecoder().decode(text.strip());
            if (key.length == SIZE) {
                return key;
            }
            throw new MasterKeyException(source + " holds a key of " + key.length + " bytes; a master key has " + SIZE
                    + ", in base64 (make one with: openssl rand -base64 32).");
        } catch (IllegalArgumentException e) {
            throw new MasterKeyException(
                    source + " is not base64; a master key is 32 bytes (make one with: openssl rand -base64 32).", e);
        }
    }
}
