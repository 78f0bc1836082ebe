package parley.server.tokens;

import java.time.Duration;
import parley.message.TaskState;

/** What a task says of its tokens: its state, and the terms of its policy. */
public record TaskTerms(TaskState state, Duration expiresIn, int maxClients) {

    boolean admits() {
        return state == TaskState.OPEN || state == TaskState.PAUSED;
    }

    /** Knows the tasks; implemented by them, so that tokens need not know what a task is. */
    public interface Source {
        /** @throws parley.server.problems.Problem {@code unknown_task} */
        TaskTerms termsOf(String task);
    }
}
