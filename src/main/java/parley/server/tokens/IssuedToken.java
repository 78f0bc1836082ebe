package parley.server.tokens;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A new token, as REST shows it once.
 *
 * @param keyId its public name, 32 hex digits
 * @param token the join token itself, a secret
 * @param joinCommand the command for a client
 * @param qr the token as a QR code: its rows, 1 for dark and 0 for light
 */
public record IssuedToken(
        String keyId,
        String task,
        String token,
        String joinCommand,
        Instant expires,
        int maxClients,
        int used,
        String state,
        Optional<String> description,
        Optional<String> name,
        Map<String, String> labels,
        List<String> qr) {

    static IssuedToken of(TokenRecord record, String token, Instant now) {
        return new IssuedToken(
                record.keyId().hex(),
                record.task(),
                token,
                "parley join " + token,
                record.notAfter(),
                record.maxClients(),
                record.used(),
                record.state(now).word(),
                record.description(),
                record.clientName(),
                record.clientLabels(),
                QrMatrix.of(token));
    }

    @Override
    public String toString() {
        return "IssuedToken[" + keyId + "]";
    }
}
