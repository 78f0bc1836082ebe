package parley.server.access;

import parley.server.problems.Problem;

/** What is said to keys that are for some tasks only. */
public final class WrongScope {

    private WrongScope() {}

    /** For what is about no task of theirs. */
    public static Problem notForKeysOfSomeTasks(ApiKey key) {
        return problem(
                "The key “" + key.name() + "” is for the tasks with "
                        + key.tasks().orElse("all labels") + "; this is about more than these.",
                "Use a key for all tasks; an admin makes one with: parley key create NAME --role ROLE");
    }

    /** For a task that they want to make, or to change so that it is theirs no more. */
    public static Problem otherLabels(ApiKey key) {
        return problem(
                "The key “" + key.name() + "” is for the tasks with "
                        + key.tasks().orElse("all labels") + "; the labels that this task would have do not match.",
                "Give the task labels that match: \"labels\": {\"KEY\": \"VALUE\"}, or parley --task-label KEY=VALUE.");
    }

    private static Problem problem(String detail, String hint) {
        return new Problem(403, "wrong_scope", "The key is not for this", detail, hint);
    }
}
