package parley.server.tokens;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parley.protocol.Suite;

/**
 * The request for a new token; missing values come from the task's policy.
 *
 * @param name the only client name that the token admits, with exactly these labels
 * @param labels without a name: they take precedence over the client's own labels
 * @param urls where clients reach the server; none: the server's own public URLs
 */
public record TokenRequest(
        Optional<String> description,
        Optional<String> name,
        Map<String, String> labels,
        Optional<Integer> maxClients,
        Optional<Duration> expiresIn,
        Suite suite,
        List<String> urls) {

    /** The first token of a task, with the values of the policy. */
    public static TokenRequest first(List<String> urls) {
        return new TokenRequest(
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Suite.X25519_MLKEM768,
                urls);
    }

    /** What another token says that shall take the place of this one; expiry and number are not in it. */
    static TokenRequest like(TokenRecord token, List<String> urls) {
        return new TokenRequest(
                token.description(),
                token.clientName(),
                token.clientLabels(),
                Optional.empty(),
                Optional.empty(),
                token.suite(),
                urls);
    }
}
