package parley.server.task.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import parley.message.bundle.Digest;
import parley.server.problems.Problem;
import parley.server.task.model.TaskDraft.Aim;

class RequestedTargetTest {

    private static final String DIGEST = "sha256:" + "a".repeat(64);

    @Test
    void targetsKeepTheirOrder() {
        assertThat(RequestedTarget.checkedAll(List.of(target(" role=web "), target("!canary"), target(null))))
                .containsExactly(aim("role=web"), aim("!canary"), aim(""));
    }

    @Test
    void whatIsWrongIsNamedWithItsPlace() {
        refused("A task has 1 to 100 targets.");
        refused(
                "A task has 1 to 100 targets.",
                Collections.nCopies(101, target("a")).toArray(RequestedTarget[]::new));
        refused("Target 2 is null.", target("a"), null);
        refused(
                "The selector of target 2 is none: at character 5: expected ( and the values, but it ends there.",
                target("a"),
                target("b in"));
        refused(
                "bundle of target 1 is not the digest of a bundle: sha256: and 64 hex digits.",
                new RequestedTarget("a", "latest", null, null));
        refused("Target 2 can get no client: target 1 is for everybody.", target(" "), target("a"));
    }

    @Test
    void selectorsHaveABoundInAll() {
        RequestedTarget long4096 = target("k in (" + "v,".repeat(2_044) + "v)");
        assertThat(long4096.selector()).hasSize(4_096);

        assertThat(RequestedTarget.checkedAll(Collections.nCopies(8, long4096))).hasSize(8);
        refused(
                "The selectors have more than 32768 characters in all.",
                Collections.nCopies(9, long4096).toArray(RequestedTarget[]::new));
    }

    private static RequestedTarget target(String selector) {
        return new RequestedTarget(selector, DIGEST, null, null);
    }

    private static Aim aim(String selector) {
        return new Aim(selector, new Digest(DIGEST));
    }

    private static void refused(String detail, RequestedTarget... targets) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> RequestedTarget.checkedAll(Arrays.asList(targets)))
                .satisfies(problem -> {
                    assertThat(problem.code()).isEqualTo("invalid");
                    assertThat(problem.detail()).isEqualTo(detail);
                });
    }
}
