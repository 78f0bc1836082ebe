package parley.cli.task;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import parley.cli.base.SafeName;
import parley.cli.bundle.BundleOptions;
import parley.cli.bundle.BundleSource;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.Shell;

/**
 * What some clients of a new task get.
 *
 * @param selector which clients; empty: all
 * @param name the name of the bundle
 */
record TargetSource(String selector, String name, BundleSource source) {

    /** One target for all clients from {@code sources}, or one from each pair of selector and folder. */
    static List<TargetSource> of(Shell shell, List<String> sources, List<String> pairs, BundleOptions options) {
        if (sources.isEmpty() == pairs.isEmpty()) {
            throw new CliProblem(
                    ExitCode.USAGE,
                    sources.isEmpty() ? "There is nothing to roll out." : "There are two ways to say what clients get.",
                    sources.isEmpty()
                            ? "Neither a DIR or FILE nor a --target is given."
                            : "DIR or FILE is for all clients; --target for those with certain labels.",
                    "parley task create DIR, or parley task create --target SELECTOR DIR --target \"\" DIR");
        }
        if (pairs.isEmpty()) {
            List<Path> files = sources.stream().map(shell::path).toList();
            return List.of(new TargetSource("", name(files.get(0), "bundle"), BundleSource.of(files, options)));
        }
        List<TargetSource> targets = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i += 2) {
            Path files = shell.path(pairs.get(i + 1));
            targets.add(
                    new TargetSource(pairs.get(i), name(files, "bundle"), BundleSource.of(List.of(files), options)));
        }
        return targets;
    }

    /** The name of a bundle from {@code file}: the file's name, without the ending of an archive. */
    static String name(Path file, String otherwise) {
        String text = file.getFileName() == null ? "" : file.getFileName().toString();
        String stem = Files.isDirectory(file) ? text : text.replaceFirst("(?i)\\.(zip|tar\\.gz|tgz)$", "");
        return SafeName.from(stem, otherwise);
    }
}
