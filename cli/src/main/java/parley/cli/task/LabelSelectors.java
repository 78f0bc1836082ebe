package parley.cli.task;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** {@code --label}, for commands that change many clients; a mixin of picocli. */
final class LabelSelectors {

    @Option(
            names = "--label",
            paramLabel = "SELECTOR",
            description = "All such clients whose labels match: site=berlin, \"role in (web,db)\", '!canary'; with"
                    + " several, all of them.")
    List<String> selectors = new ArrayList<>();

    boolean areGiven() {
        return !selectors.isEmpty();
    }

    /** All of them in one; that of all clients where none is given. */
    String joined() {
        return String.join(",", selectors);
    }
}
