package parley.server.task.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import parley.message.bundle.Digest;
import parley.server.problems.Problem;
import parley.server.task.model.TaskDraft;
import parley.server.task.selector.Selector;
import parley.server.task.selector.SelectorException;

/** A request for a target of a task. */
@Schema(description = "Which clients get which bundle.")
public record RequestedTarget(
        @Schema(
                        description = "A label selector in the syntax of Kubernetes; without one, or with "
                                + "an empty one, all clients",
                        example = "role=web,env in (prod,stage),!canary")
                @Nullable
                String selector,
        @Schema(required = true, description = "The digest of a bundle", example = "sha256:…") @Nullable String bundle,
        @Schema(description = "Its name in the task; when absent that of its upload") @Nullable String bundleName,
        @Schema(description = "Its version in the task") @Nullable String bundleVersion) {

    private static final int MAX_TEXT = 128;

    private static final String EXAMPLE =
            "For example {\"selector\": \"role=web,env in (prod,stage),!canary\"," + " \"bundle\": \"sha256:…\"}.";

    static List<TaskDraft.Aim> checkedAll(List<@Nullable RequestedTarget> targets) {
        if (targets.isEmpty() || targets.size() > TaskDraft.MAX_TARGETS) {
            throw Problem.invalid("A task has 1 to " + TaskDraft.MAX_TARGETS + " targets.", EXAMPLE);
        }
        List<TaskDraft.Aim> aims = new ArrayList<>();
        int characters = 0;
        for (@Nullable RequestedTarget target : targets) {
            TaskDraft.Aim aim = checked(aims.size() + 1, target);
            checkReachable(aims);
            characters += aim.selector().length();
            if (characters > TaskDraft.MAX_SELECTORS) {
                throw Problem.invalid(
                        "The selectors have more than " + TaskDraft.MAX_SELECTORS + " characters in all.",
                        "Use fewer targets, or one label for what the selectors list.");
            }
            aims.add(aim);
        }
        return List.copyOf(aims);
    }

    private static void checkReachable(List<TaskDraft.Aim> before) {
        if (!before.isEmpty() && before.get(before.size() - 1).selector().isEmpty()) {
            throw Problem.invalid(
                    "Target " + (before.size() + 1) + " can get no client: target " + before.size()
                            + " is for everybody.",
                    "The first target that a client matches counts: put the one without a selector last.");
        }
    }

    private static TaskDraft.Aim checked(int number, @Nullable RequestedTarget target) {
        if (target == null) {
            throw Problem.invalid("Target " + number + " is null.", EXAMPLE);
        }
        String text = target.selector == null ? "" : target.selector;
        try {
            Selector.parse(text);
        } catch (SelectorException e) {
            throw Problem.invalid("The selector of target " + number + " is none: " + e.getMessage() + ".", EXAMPLE);
        }
        return aim(text.strip(), "of target " + number, target.bundle, target.bundleName, target.bundleVersion);
    }

    /** @param of which of the request's bundles this is, for errors */
    static TaskDraft.Aim aim(
            String selector, String of, @Nullable String bundle, @Nullable String name, @Nullable String version) {
        return new TaskDraft.Aim(
                selector,
                checkedBundle(("bundle " + of).strip(), bundle),
                checkedText(("bundleName " + of).strip(), name),
                checkedText(("bundleVersion " + of).strip(), version));
    }

    private static Optional<String> checkedText(String what, @Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        String stripped = text.strip();
        if (stripped.isEmpty()
                || stripped.length() > MAX_TEXT
                || stripped.codePoints().anyMatch(Character::isISOControl)) {
            throw Problem.invalid(
                    what + " is not 1 to " + MAX_TEXT + " characters without control characters.",
                    "Leave it out to use the name of the upload.");
        }
        return Optional.of(stripped);
    }

    static Digest checkedBundle(String what, @Nullable String text) {
        try {
            return new Digest(text == null ? "" : text);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid(what + " is not the digest of a bundle: sha256: and 64 hex digits.", EXAMPLE);
        }
    }
}
