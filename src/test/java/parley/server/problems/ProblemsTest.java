package parley.server.problems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.ejb.EJBException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionalException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.logging.Logger;
import javax.transaction.xa.XAException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemsTest {
    private static final Logger LOG = Logger.getLogger(Problems.class.getName());

    private final Problems problems = new Problems(new SecureRandom());

    @BeforeAll
    static void keepProvokedIncidentsOutOfTheOutput() {
        LOG.setUseParentHandlers(false);
    }

    @AfterAll
    static void logAgain() {
        LOG.setUseParentHandlers(true);
    }

    @Test
    void findsTheProblemInsideOfWhatTheContainerWrapsItIn() {
        Problem problem = Problem.wrongState("It has ended.", "Make a new one.");
        RollbackException rolledBack = new RollbackException("rolled back");
        rolledBack.initCause(problem);

        assertThat(problems.of(new CompletionException(new EJBException(rolledBack))))
                .isSameAs(problem);
    }

    @Test
    void tellsNothingOfAFaultButItsIncident() {
        Problem problem = problems.of(new IllegalStateException("jdbc:h2:/secret/path"));

        assertThat(problem.json().toString())
                .startsWith("{\"type\":\"urn:parley:problem:internal\","
                        + "\"title\":\"Something went wrong in the server\",\"status\":500,")
                .doesNotContain("secret")
                .containsPattern("incident [0-9a-f]{12}\\.");
    }

    @Test
    void aCommitThatFailedWithoutAWordOfTheDriverIsAFaultOfTheDatabase() {
        SystemException unknown = new SystemException("the commit failed");
        unknown.initCause(new XAException(XAException.XAER_RMERR));

        Problem problem = problems.of(new TransactionalException("managed bean", unknown));

        assertThat(problem.json().toString())
                .isEqualTo("{\"type\":\"urn:parley:problem:unavailable\",\"title\":\"The database does not answer\","
                        + "\"status\":503,\"detail\":\"The server cannot reach its database, or the database could not"
                        + " commit.\",\"hint\":\"Look whether the change is there, and try again in some seconds; GET"
                        + " /health/ready says when the database is back.\",\"code\":\"unavailable\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "08001, 503, unavailable",
        "08006, 503, unavailable",
        "57P01, 503, unavailable",
        "53300, 503, unavailable",
        "90098, 503, unavailable",
        "53100, 507, no_space",
        "23505, 500, internal",
    })
    void tellsADatabaseThatIsAwayOrFullFromAFault(String state, int status, String code) {
        Problem problem = problems.of(new IllegalStateException("rolled back", new SQLException("secret", state)));

        assertThat(problem.status()).isEqualTo(status);
        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.json().toString()).doesNotContain("secret");
    }

    @Test
    void tellsAFullDiskByTheWordsOfTheSystem() {
        SQLException said = new SQLException("General error", "HY000", new SQLException("No space left on device"));

        assertThat(problems.of(new EJBException(said)).code()).isEqualTo("no_space");
    }

    @ParameterizedTest
    @CsvSource({
        "400, 400, invalid",
        "404, 404, not_found",
        "405, 405, method_not_allowed",
        "406, 406, not_acceptable",
        "413, 413, too_large",
        "415, 415, unsupported_media_type",
        "418, 418, invalid",
        "500, 500, internal",
        "503, 500, internal",
    })
    void knowsTheCodeOfEveryStatus(int status, int answered, String code) {
        assertThat(problems.ofStatus(status, null).status()).isEqualTo(answered);
        assertThat(problems.ofStatus(status, null).code()).isEqualTo(code);
    }

    @Test
    void leavesOutAHintThatIsEmpty() {
        assertThat(new Problem(409, "wrong_state", "No", "Because.", "").json())
                .hasToString("{\"type\":\"urn:parley:problem:wrong_state\",\"title\":\"No\",\"status\":409,"
                        + "\"detail\":\"Because.\",\"code\":\"wrong_state\"}");
    }

    @Test
    void readsLifetimesWithinTheirBounds() {
        Duration longest = Duration.ofDays(30);

        assertThat(Lifetime.parse(null, longest)).isEmpty();
        assertThat(Lifetime.parse("PT2H", longest)).contains(Duration.ofHours(2));
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> Lifetime.parse("P31D", longest))
                .withMessage("expiresIn is not between a second and 30 days.");
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> Lifetime.parse("-PT1H", longest))
                .withMessage("expiresIn is not between a second and 30 days.");
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> Lifetime.parse("tomorrow", longest))
                .withMessage("expiresIn is not an ISO 8601 duration.");
    }
}
