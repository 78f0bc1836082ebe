package parley.server.tasks.api;

import jakarta.json.JsonObject;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import parley.message.Digest;
import parley.server.negotiation.Policy;
import parley.server.problems.FreeText;
import parley.server.problems.Problem;
import parley.server.tasks.PolicyJson;
import parley.server.tasks.TaskDraft;

/**
 * A request for a task.
 *
 * @param start open it at once and make its first token
 * @param urls where clients reach the server; the server's own when absent
 */
@Schema(description = "A request for a task.")
public record NewTask(
        @Schema(required = true, description = "1 to 128 characters") String name,
        @Schema(description = "Shown to clients with the offer") String notes,
        @Schema(required = true, description = "The digest of a bundle", example = "sha256:…") String bundle,
        @Schema(description = "What is absent has its default") JsonObject policy,
        @Schema(description = "Open it at once and make its first token") Boolean start,
        @Schema(description = "ws or wss URLs that go into the token") List<String> urls) {

    private static final int MAX_NAME = 128;
    private static final int MAX_NOTES = 4096;
    private static final String EXAMPLE = "Send {\"name\": \"…\", \"bundle\": \"sha256:…\"}.";

    boolean starts() {
        return Boolean.TRUE.equals(start);
    }

    List<String> urlsOrNone() {
        return urls == null ? List.of() : urls;
    }

    TaskDraft draft() {
        return new TaskDraft(
                checkedName(), FreeText.check("notes", notes, MAX_NOTES), checkedBundle(), checkedPolicy());
    }

    private String checkedName() {
        if (name == null || name.isBlank() || name.length() > MAX_NAME || hasControl(name)) {
            throw Problem.invalid(
                    "The name must be 1 to " + MAX_NAME + " characters, without control characters.", EXAMPLE);
        }
        return name.strip();
    }

    private static boolean hasControl(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }

    private Digest checkedBundle() {
        try {
            return new Digest(bundle == null ? "" : bundle);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("bundle is not the digest of a bundle: sha256: and 64 hex digits.", EXAMPLE);
        }
    }

    private Policy checkedPolicy() {
        return policy == null ? Policy.DEFAULT : PolicyJson.read(policy);
    }
}
