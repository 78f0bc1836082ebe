package parley.server.task.service;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import parley.message.bundle.FileEntry;
import parley.message.platform.OperatingSystem;
import parley.message.platform.PlatformNames;
import parley.message.policy.LinkPolicy;
import parley.server.problems.Problem;
import parley.server.task.decide.Policy;

/** Checks that a bundle fits a policy, when a task is made: neither changes later. */
final class BundleFits {

    private static final int MOST_NAMED = 10;

    private BundleFits() {}

    /** @throws Problem {@code bad_path}, naming the paths */
    static void check(Map<String, FileEntry> entries, Policy policy) {
        checkNames(entries.keySet(), policy.platforms());
        if (policy.links() == LinkPolicy.REFUSE) {
            checkNoLinks(entries);
        }
    }

    private static void checkNames(Collection<String> paths, Set<OperatingSystem> platforms) {
        PlatformNames.Problems problems = PlatformNames.of(paths, platforms);
        if (problems.isEmpty()) {
            return;
        }
        List<String> named = problems.first().stream()
                .map(problem -> "“" + problem.path() + "”: " + problem.why())
                .toList();
        Set<OperatingSystem> good = EnumSet.allOf(OperatingSystem.class);
        good.removeIf(system -> !PlatformNames.of(paths, Set.of(system)).isEmpty());
        throw badPath(
                "Not all platforms of this task (" + OperatingSystem.words(platforms)
                        + ") can have the names in the bundle: " + first(named, problems.count()) + ".",
                "Rename them and upload again; or name the platforms of the task: policy.platforms, --platforms "
                        + OperatingSystem.words(good).replace(" ", "") + ".");
    }

    private static void checkNoLinks(Map<String, FileEntry> entries) {
        List<String> links = entries.entrySet().stream()
                .filter(entry -> entry.getValue().isLink())
                .map(entry -> "“" + entry.getKey() + "”")
                .sorted()
                .toList();
        if (!links.isEmpty()) {
            throw badPath(
                    "The policy refuses links, and the bundle has some: " + first(links, links.size()) + ".",
                    "Put files in their place and upload again; or set policy.links, --links, to keep or copy.");
        }
    }

    private static String first(List<String> named, int count) {
        String first = named.stream().limit(MOST_NAMED).collect(Collectors.joining("; "));
        return count > MOST_NAMED ? first + "; and " + (count - MOST_NAMED) + " more" : first;
    }

    private static Problem badPath(String detail, String hint) {
        return new Problem(422, "bad_path", "The bundle does not fit the task", detail, hint);
    }
}
