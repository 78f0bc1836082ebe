package parley.cli.bundle;

import java.util.List;
import picocli.CommandLine.Option;

/** The options that choose which of the given files are shipped. */
public final class BundleOptions {

    @Option(
            names = "--exclude",
            paramLabel = "PATTERN",
            description = "Leave out what matches; repeatable, after the patterns of a .parleyignore at the top "
                    + "of DIR. In the syntax of gitignore: '*.swp', '/build/', '!keep.me'.")
    List<String> excludes = List.of();

    @Option(names = "--keep-empty-folders", description = "Ship empty folders too (default: they are left out).")
    boolean keepEmptyFolders;

    @Option(
            names = "--dry-run",
            description = "Only list what would be shipped: mode, size and path. Nothing is sent, no server is needed.")
    boolean dryRun;

    public boolean dryRun() {
        return dryRun;
    }
}
