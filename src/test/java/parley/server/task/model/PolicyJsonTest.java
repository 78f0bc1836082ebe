package parley.server.task.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parley.message.Reason;
import parley.message.Severity;
import parley.message.policy.Retry;
import parley.server.problems.Problem;
import parley.server.task.decide.Policy;

class PolicyJsonTest {

    @Test
    void whatIsAbsentHasItsSafeDefault() {
        Policy policy = PolicyJson.read("{}");

        assertThat(policy.expiresIn()).isEqualTo(Duration.ofHours(24));
        assertThat(policy.maxClients()).isEqualTo(100);
        assertThat(policy.severity()).isEqualTo(Severity.MANDATORY);
        assertThat(policy.maxDefer()).isZero();
        assertThat(policy.stateTimeout()).isEqualTo(Duration.ofHours(1));
        assertThat(policy.deadlineIn()).isEqualTo(Duration.ofHours(48));
        assertThat(policy.keepLocal()).isFalse();
        assertThat(policy.allowDowngrade()).isFalse();
        assertThat(policy.confirm()).isEqualTo(Duration.ofMinutes(10));
        assertThat(policy.retry().times()).isEqualTo(2);
    }

    @Test
    void everyFieldIsReadAndWrittenBack() {
        String json =
                """
                {"expiresIn":"PT2H","maxClients":5,"expectedClients":3,"apply":"together","dropOut":"go_on",\
                "window":{"days":["MO","SU"],"start":"22:00","duration":"PT4H","zone":"Europe/Berlin"},\
                "severity":"critical",\
                "maxDefer":"PT1H","deadline":"PT3H","stateTimeout":"PT10M","keepLocal":true,"allowDowngrade":true,\
                "confirm":"PT0S","retry":{"times":1,"reasons":["no_space"]},\
                "platforms":["linux","macos"],"links":"refuse"}""";

        Policy policy = PolicyJson.read(json);

        assertThat(policy.expectedClients()).isEqualTo(Optional.of(3));
        assertThat(policy.retry()).isEqualTo(new Retry(1, Set.of(Reason.NO_SPACE)));
        assertThat(PolicyJson.write(policy)).hasToString(json);
    }

    @Test
    void retryMayBeJustANumber() {
        assertThat(PolicyJson.read("{\"retry\":0}").retry().times()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"expiresin\":\"PT1H\"} | policy.expiresin is not a field of a policy",
                "{\"expiresIn\":\"1 hour\"} | policy.expiresIn is not an ISO 8601 duration like PT24H",
                "{\"expiresIn\":\"P31D\"} | policy.expiresIn is P31D",
                "{\"expiresIn\":\"PT0S\"} | policy.expiresIn is PT0S",
                "{\"expiresIn\":5} | policy.expiresIn is not text",
                "{\"maxClients\":0} | policy.maxClients must be 1 to 100000",
                "{\"maxClients\":1.5} | policy.maxClients is not a whole number",
                "{\"maxClients\":99999999999999999999} | policy.maxClients must be",
                "{\"severity\":\"urgent\"} | policy.severity has no such value: it is one of critical, mandatory, "
                        + "optional",
                "{\"keepLocal\":\"yes\"} | policy.keepLocal is neither true nor false",
                "{\"deadline\":\"PT1H\"} | policy.deadline is before expiresIn",
                "{\"apply\":\"soon\"} | policy.apply has no such value: it is one of at_once, together",
                "{\"dropOut\":\"wait\"} | policy.dropOut has no such value: it is one of pause, go_on",
                "{\"platforms\":[]} | policy.platforms is empty",
                "{\"platforms\":[\"beos\"]} | policy.platforms has \"beos\", which is none of linux, macos, windows",
                "{\"platforms\":\"linux\"} | policy.platforms is not an array",
                "{\"links\":\"follow\"} | policy.links has no such value: it is one of keep, copy, refuse",
                "{\"window\":\"night\"} | policy.window is not an object like",
                "{\"window\":{\"from\":\"22:00\"}} | policy.window.from is not a field of a window",
                "{\"window\":{\"start\":\"22:00\"}} | policy.window.duration is missing",
                "{\"window\":{\"start\":\"22:00\",\"duration\":\"PT25H\"}} | policy.window.duration is PT25H; it "
                        + "must be PT1M to PT24H",
                "{\"window\":{\"duration\":\"PT4H\",\"zone\":\"UTC\"}} | policy.window.start is missing",
                "{\"window\":{\"start\":\"25:00\",\"duration\":\"PT4H\",\"zone\":\"UTC\"}} | policy.window.start "
                        + "is not a time of day",
                "{\"window\":{\"start\":\"22:00\",\"duration\":\"PT4H\"}} | policy.window.zone is missing",
                "{\"window\":{\"start\":\"22:00\",\"duration\":\"PT4H\",\"zone\":\"Mars\"}} | policy.window.zone "
                        + "is not a time zone",
                "{\"window\":{\"days\":[],\"start\":\"22:00\",\"duration\":\"PT4H\",\"zone\":\"UTC\"}} | "
                        + "policy.window.days is not a list of days",
                "{\"window\":{\"days\":[\"Monday\"],\"start\":\"22:00\",\"duration\":\"PT4H\",\"zone\":\"UTC\"}} "
                        + "| policy.window.days has \"Monday\"; the days are MO, TU",
                "{\"confirm\":\"PT25H\"} | policy.confirm is PT25H; it must be PT0S to PT24H",
                "{\"waves\":[1]} | policy.waves is not supported by this version of the server",
                "{\"retry\":{\"reasons\":[\"bad luck\"]}} | policy.retry.reasons has \"bad luck\"",
                "{\"retry\":\"often\"} | policy.retry is neither a number nor",
            })
    void whatCannotBeMeantIsRefusedByName(String json, String words) {
        assertThatThrownBy(() -> PolicyJson.read(json))
                .isInstanceOf(Problem.class)
                .hasMessageContaining(words.strip());
    }
}
