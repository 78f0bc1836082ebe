package parley.server.task.api;

import java.util.List;
import java.util.Optional;
import parley.message.Reason;
import parley.server.task.query.FailureGroups;

/**
 * Why clients of a task failed. Names and lines come from the clients, unchecked.
 *
 * @param groups the largest first, at most 100
 * @param clients how many failed, rolled back, were timed out or declined
 * @param others how many of these are in none of the groups
 */
public record FailuresJson(List<Group> groups, long clients, long others) {

    /**
     * Clients that failed alike.
     *
     * @param key the same for the same failure in every answer
     * @param state failed, rolled_back, timed_out or declined
     * @param line the first line of the output of the first of them, at most 200 characters; without output, of detail.
     *     Lines that differ in digits only are the same
     * @param names of the clients, sorted: the first 1000 of a group, 10000 in all
     */
    public record Group(
            String key,
            String state,
            Optional<String> reason,
            Optional<String> line,
            long clients,
            List<String> names) {

        static Group of(FailureGroups.Group group) {
            return new Group(
                    group.key(),
                    group.state().word(),
                    group.reason().map(Reason::word),
                    group.line(),
                    group.clients(),
                    group.names());
        }
    }

    static FailuresJson of(FailureGroups found) {
        return new FailuresJson(found.groups().stream().map(Group::of).toList(), found.clients(), found.others());
    }
}
