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
                {"expiresIn":"PT2H","maxClients":5,"expectedClients":3,"approval":true,"approvalTimeout":"PT1H",\
                "apply":"together","dropOut":"go_on",\
                "waves":"1,50%/95%/PT2H,100%","waveOrder":"canary=true","errorThreshold":"5%","onError":"roll_back",\
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"1,10%,100%\" | 1,10%,100%",
                "\" 1 , 10%/95%/2h , +20/90% \" | 1,10%/95%/PT2H,+20/90%",
                "\"1/100%/1d,100%\" | 1/100%/PT24H,100%",
                "[1,\"10%\",\"100%\"] | 1,10%,100%",
                "[{\"size\":1,\"soak\":\"PT1H\"},{\"size\":\"100%\",\"successThreshold\":5}] | 1/100%/PT1H,100%/5",
            })
    void wavesAreReadAsTextAndAsAListAndWrittenAsText(String said, String written) {
        Policy policy = PolicyJson.read("{\"waves\":" + said + "}");

        assertThat(PolicyJson.write(policy).getString("waves")).isEqualTo(written);
        assertThat(PolicyJson.read(PolicyJson.write(policy))).isEqualTo(policy);
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
                "{\"waves\":[1]} | policy.waves ends with 1; the last wave must be 100%, or repeated like +20",
                "{\"waves\":true} | policy.waves is neither text like",
                "{\"waves\":\"\"} | policy.waves has the size ; it must be 1 to 100000, or 1% to 100%",
                "{\"waves\":[]} | policy.waves has 0 waves; there can be 1 to 20",
                "{\"waves\":\"0%,100%\"} | policy.waves has the size 0%; it must be 1 to 100000, or 1% to 100%",
                "{\"waves\":\"1,101%\"} | policy.waves has the size 101%; it must be",
                "{\"waves\":\"10%,5%,100%\"} | policy.waves goes from 10% to 5%; each wave must be larger",
                "{\"waves\":\"5,5,100%\"} | policy.waves goes from 5 to 5; each wave must be larger",
                "{\"waves\":\"100%,100%\"} | policy.waves goes from 100% to 100%; each wave must be larger",
                "{\"waves\":\"+5,100%\"} | policy.waves repeats +5, which only the last wave can be",
                "{\"waves\":\"1,+5%\"} | policy.waves ends with +5%; a wave that is repeated has a number",
                "{\"waves\":\"1/0%,100%\"} | policy.waves has the success threshold 0%; it must be",
                "{\"waves\":\"1/90%/soon,100%\"} | policy.waves has the soak time soon; write one as 30m",
                "{\"waves\":\"1/90%/31d,100%\"} | policy.waves has the soak time 31d; it must be at most 30d",
                "{\"waves\":\"1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,100%\"} "
                        + "| policy.waves has 21 waves; there can be 1 to 20",
                "{\"waves\":[{\"clients\":1}]} | policy.waves has a wave that is not",
                "{\"waves\":\"50,10%,100%\",\"expectedClients\":100} "
                        + "| policy.waves goes from 50 to 10%, which is less: 10 of 100 expected clients",
                "{\"waveOrder\":\"name\"} | policy.waveOrder says who comes first in a wave, and there are no waves",
                "{\"waveOrder\":\"fast\"} | policy.waveOrder is neither joined, name, shuffled nor a label",
                "{\"waveOrder\":\"a b=c\"} | policy.waveOrder is “a b=c”, which is no label",
                "{\"errorThreshold\":0} | policy.errorThreshold is 0; it must be 1 to 100000, or 1% to 100%",
                "{\"errorThreshold\":\"101%\"} | policy.errorThreshold is 101%; it must be",
                "{\"retry\":{\"reasons\":[\"bad luck\"]}} | policy.retry.reasons has \"bad luck\"",
                "{\"retry\":\"often\"} | policy.retry is neither a number nor",
            })
    void whatCannotBeMeantIsRefusedByName(String json, String words) {
        assertThatThrownBy(() -> PolicyJson.read(json))
                .isInstanceOf(Problem.class)
                .hasMessageContaining(words.strip());
    }
}
