package parley.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import parley.server.audit.Audit;
import parley.server.problems.Problem;

class AuthenticationTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final String SHARED_ADDRESS = "192.0.2.1";

    private final List<String> audited = new ArrayList<>();
    private final List<String> used = new ArrayList<>();
    private final Authentication gate = new Authentication();

    AuthenticationTest() {
        gate.attempts = new FailedAttempts(Clock.fixed(NOW, ZoneOffset.UTC));
        gate.keys = new ApiKeys() {
            @Override
            public Optional<ApiKey> find(String text) {
                return Optional.of(key()).filter(key -> text.equals("pak_right"));
            }
        };
        gate.signIns = new SignIns() {
            @Override
            public Optional<SignedIn> withCode(String code) {
                return Optional.of(new SignedIn(key(), "pss_1")).filter(signedIn -> code.equals("psc_right"));
            }
        };
        gate.uses = new KeyUses() {
            @Override
            public void note(ApiKey key) {
                used.add(key.name());
            }
        };
        gate.audit = new Audit() {
            @Override
            public void record(String actor, String action, String subject, Map<String, ?> detail) {
                audited.add(action + " " + subject);
            }
        };
    }

    @Test
    void whoFailsOftenIsLockedOutAndThatIsRecordedOnce() {
        failTimes(5);

        assertThatThrownBy(() -> gate.keyOf("Bearer pak_wrong", SHARED_ADDRESS))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(429));
        assertThat(audited).containsExactly("address.locked_out " + SHARED_ADDRESS);
    }

    @Test
    void whatIsRightIsLetThroughHoweverOftenANeighbourFails() {
        failTimes(5);

        assertThat(gate.keyOf("Bearer pak_right", SHARED_ADDRESS).name()).isEqualTo("admin");
        assertThat(gate.signIn("psc_right", null, SHARED_ADDRESS).secret()).isEqualTo("pss_1");
        assertThat(used).containsExactly("admin", "admin");
    }

    private void failTimes(int times) {
        for (int i = 0; i < times; i++) {
            assertThatThrownBy(() -> gate.signIn("psc_wrong", null, SHARED_ADDRESS))
                    .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.status())
                            .isEqualTo(401));
        }
    }

    private static ApiKey key() {
        return new ApiKey(
                "1", "admin", Role.ADMIN, Optional.empty(), Optional.empty(), "hash", NOW, "server", Optional.empty());
    }
}
