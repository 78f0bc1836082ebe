package parley.server.tokens;

import java.time.Duration;
import java.util.Optional;

/**
 * What shall be different in a token; what is empty stays.
 *
 * @param description the new one; an empty one inside: none
 * @param expiresIn how long it admits clients from now on
 * @param maxClients how many it admits in all
 */
public record TokenChange(
        Optional<Optional<String>> description, Optional<Duration> expiresIn, Optional<Integer> maxClients) {

    public boolean extendsIt() {
        return expiresIn.isPresent() || maxClients.isPresent();
    }
}
