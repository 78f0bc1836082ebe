package parley.server.task.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import parley.client.testing.internal.SettableClock;
import parley.protocol.KeyId;
import parley.server.task.query.ClientQueries;
import parley.server.tokens.Tokens;

class TokenRevocationsTest {

    private static final KeyId TOKEN = KeyId.parse("00112233445566778899aabbccddeeff");

    private final List<String> left = new ArrayList<>();
    private final List<String> revoked = new ArrayList<>();
    private boolean noted;
    private final SettableClock clock = new SettableClock();

    @Test
    void aRequestAnswersWhenAllClientsAreRevoked() {
        left.addAll(List.of("a", "b", "c"));

        assertThat(revocations().revoke("task", TOKEN, "admin")).isEqualTo(3);

        assertThat(revoked).containsExactly("a", "b", "c");
        assertThat(noted).isFalse();
    }

    /** Each client takes 4 seconds here. */
    @Test
    void aRequestAnswersAfterTenSecondsAndTheScanRevokesTheOthers() {
        left.addAll(List.of("a", "b", "c", "d", "e"));
        TokenRevocations revocations = revocations();

        assertThat(revocations.revoke("task", TOKEN, "admin")).isEqualTo(5);

        assertThat(revoked).containsExactly("a", "b", "c");
        assertThat(noted).isTrue();
    }

    private TokenRevocations revocations() {
        TokenRevocations revocations = new TokenRevocations();
        revocations.clock = clock;
        revocations.taskTokens = new TaskTokens() {
            @Override
            long revokeWithClients(String id, KeyId keyId, String actor) {
                noted = true;
                return left.size();
            }
        };
        revocations.tokens = new Tokens() {
            @Override
            public void clientsAreRevoked(KeyId keyId) {
                noted = false;
            }
        };
        revocations.clients = new ClientQueries() {
            @Override
            public List<String> notRevoked(String task, KeyId token, int most) {
                return left.stream().limit(1).toList();
            }
        };
        revocations.revocations = new ClientRevocations() {
            @Override
            public void revoke(List<String> ids, String actor) {
                clock.advance(Duration.ofSeconds(4));
                left.removeAll(ids);
                revoked.addAll(ids);
            }
        };
        return revocations;
    }
}
