package parley.server.problems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class KnownMembersTest {

    private static JsonObject with(String member) {
        return Json.createObjectBuilder().add(member, 1).build();
    }

    @Test
    void anUnknownMemberIsNamedWithTheKnownOnes() {
        assertThatThrownBy(() -> KnownMembers.check(with("colour"), "A token", "changed", List.of("name", "size")))
                .isInstanceOfSatisfying(Problem.class, problem -> {
                    assertThat(problem.code()).isEqualTo("invalid");
                    assertThat(problem.detail()).isEqualTo("A token has no member colour that can be changed.");
                    assertThat(problem.hint()).isEqualTo("There are name, size.");
                });
        assertThatCode(() -> KnownMembers.check(with("size"), "A token", "changed", List.of("name", "size")))
                .doesNotThrowAnyException();
    }

    @Test
    void ofALongNameOnlyTheBeginningIsShown() {
        assertThatThrownBy(() -> KnownMembers.check(with("x".repeat(65)), "A webhook", "set", List.of("name")))
                .hasMessage("A webhook has no member " + "x".repeat(64) + "… that can be set.");
    }
}
