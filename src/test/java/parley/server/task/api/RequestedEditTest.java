package parley.server.task.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parley.message.bundle.Digest;
import parley.message.policy.PolicyFields;
import parley.server.problems.Problem;
import parley.server.storage.JsonValues;
import parley.server.task.decide.Policy;
import parley.server.task.model.TaskDraft;

class RequestedEditTest {

    private static final Digest BUNDLE = new Digest("sha256:" + "a".repeat(64));
    private static final Instant START = Instant.parse("2026-11-23T02:00:00Z");
    private static final TaskDraft BEFORE = new TaskDraft(
            "edge",
            "the notes",
            Map.of("team", "web", "env", "prod"),
            List.of(new TaskDraft.Aim("", BUNDLE)),
            Policy.DEFAULT.with(PolicyFields.MAX_CLIENTS, 7).with(PolicyFields.KEEP_LOCAL, true),
            Optional.of(START));

    private static TaskDraft edited(String patch) {
        return new RequestedEdit(JsonValues.read(patch)).over(BEFORE);
    }

    @Test
    void whatIsNotNamedStays() {
        assertThat(edited("{}")).isEqualTo(BEFORE);
    }

    @Test
    void thePolicyIsChangedMemberByMemberAndNullIsTheDefault() {
        Policy policy = edited("{\"policy\":{\"maxClients\":null,\"expiresIn\":\"PT2H\"}}")
                .policy();

        assertThat(policy)
                .isEqualTo(Policy.DEFAULT
                        .with(PolicyFields.KEEP_LOCAL, true)
                        .with(PolicyFields.EXPIRES_IN, Duration.ofHours(2)));
    }

    @Test
    void labelsAreChangedOneByOneAndNullTakesOneAway() {
        assertThat(edited("{\"labels\":{\"env\":null,\"site\":\"berlin\"}}").labels())
                .isEqualTo(Map.of("team", "web", "site", "berlin"));
        assertThat(edited("{\"labels\":null}").labels()).isEmpty();
    }

    @Test
    void nullTakesAwayNotesPolicyAndStart() {
        TaskDraft edited = edited("{\"notes\":null,\"policy\":null,\"startAt\":null}");

        assertThat(edited.notes()).isEmpty();
        assertThat(edited.policy()).isEqualTo(Policy.DEFAULT);
        assertThat(edited.startAt()).isEmpty();
    }

    @Test
    void anotherStartIsAnInstantOfAnyOffset() {
        assertThat(edited("{\"startAt\":\"2026-10-25T02:30:00+01:00\"}").startAt())
                .contains(Instant.parse("2026-10-25T01:30:00Z"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            textBlock =
                    """
                    {"state":"open"} | A draft has no member state that can be changed.
                    {"start":true} | A draft has no member start that can be changed.
                    {"name":null} | A task has a name, and a bundle or targets; they cannot be null.
                    {"startAt":"2026-10-25T02:30:00"} | startAt is no time with its offset from UTC.
                    {"startAt":"02:30"} | startAt is no time with its offset from UTC.
                    {"notes":"a\\u001b[2Jb"} | notes has the control character U+001B.
                    {"labels":"team=web"} | labels is no JSON object.
                    {"labels":{"team":7}} | The value of a label is no text.
                    {"labels":{"team":"a b"}} | In labels, the value "a b" of the label "team" is not a label value.
                    {"policy":{"colour":1}} | policy.colour is not a field of a policy; there are allowDowngrade
                    """)
    void whatCannotBeChangedIsRefused(String patch, String why) {
        assertThatThrownBy(() -> edited(patch)).isInstanceOf(Problem.class).hasMessageStartingWith(why);
    }

    @Test
    void aCopyTakesFromTheOtherTaskWhatItDoesNotSayButNotItsStart() {
        RequestedTask copy = new RequestedTask(
                "north", null, null, null, null, null, null, null, null, null, null, "the other", null, null);

        TaskDraft draft = copy.draft(BEFORE.unscheduled());

        assertThat(draft)
                .isEqualTo(new TaskDraft(
                        "north", "the notes", BEFORE.labels(), BEFORE.targets(), BEFORE.policy(), Optional.empty()));
    }
}
