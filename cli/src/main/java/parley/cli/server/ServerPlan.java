package parley.cli.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.Shell;

/**
 * How to start a server.
 *
 * @param listen where it listens
 * @param publicUrls the URLs in join tokens
 * @param brief it will run for minutes, not months: a quick start counts more than the best speed
 * @param javaOptions JVM options of the operator's own
 * @param logForm {@code text} or {@code json}, from {@code PARLEY_LOG}
 * @param cache where the preparations of one start are kept for the next
 */
record ServerPlan(
        ListenAddress listen,
        List<String> publicUrls,
        boolean brief,
        List<String> javaOptions,
        String logForm,
        Path cache) {

    /** The plan for this shell: its {@code PARLEY_JAVA_OPTIONS}, its user's cache, or else the data folder. */
    static ServerPlan of(Shell shell, ListenAddress listen, List<String> publicUrls, boolean brief, Path data) {
        List<String> options = shell.variable("PARLEY_JAVA_OPTIONS")
                .map(text -> List.of(text.strip().split("\\s+")))
                .orElse(List.of());
        return new ServerPlan(
                listen, publicUrls, brief, options, logForm(shell), usualCache(shell, data.resolve("cache")));
    }

    private static String logForm(Shell shell) {
        String form = shell.variable("PARLEY_LOG").orElse("text");
        if (!List.of("text", "json").contains(form)) {
            throw new CliProblem(
                    ExitCode.USAGE,
                    "PARLEY_LOG is \"" + form + "\".",
                    "The log of the server is text or json.",
                    "PARLEY_LOG=json parley serve");
        }
        return form;
    }

    /** {@code $XDG_CACHE_HOME/parley}, else {@code ~/.cache/parley}; {@code otherwise} where that cannot be written. */
    private static Path usualCache(Shell shell, Path otherwise) {
        Path cache = shell.folders().cache().orElse(otherwise);
        Path existing = cache;
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        return existing != null && Files.isWritable(existing) ? cache : otherwise;
    }
}
