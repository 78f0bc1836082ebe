package parley.cli.join;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import parley.cli.terminal.ErrorText;
import parley.cli.terminal.Human;
import parley.cli.terminal.Style;
import parley.message.Action;
import parley.message.Change;
import parley.message.Offer;

/** What an offer would change, as a person reads it: counts and sizes, then the first paths. */
public final class OfferText {

    private static final int PATHS = 20;

    private OfferText() {}

    public static List<String> lines(Offer offer, Style style) {
        List<String> lines = new ArrayList<>();
        lines.add("Bundle    " + ErrorText.printable(offer.bundle().name()) + ", version "
                + ErrorText.printable(offer.bundle().version()));
        if (!offer.notes().isBlank()) {
            lines.add("Notes     " + ErrorText.printable(offer.notes()).replace("\n", "\n          "));
        }
        lines.add("Changes   " + summary(offer.changes()));
        offer.changes().stream().limit(PATHS).forEach(change -> lines.add("  " + line(change, style)));
        if (offer.changes().size() > PATHS) {
            lines.add("  … and " + (offer.changes().size() - PATHS) + " more");
        }
        return lines;
    }

    /** {@code 5 to add (3.4 KiB), 2 to replace (1.1 KiB), 1 to remove}. */
    static String summary(List<Change> changes) {
        List<String> parts = new ArrayList<>();
        for (Action action : Action.values()) {
            List<Change> some =
                    changes.stream().filter(change -> change.action() == action).toList();
            if (!some.isEmpty()) {
                long bytes = some.stream().mapToLong(Change::bytes).sum();
                parts.add(some.size() + " to " + action.name().toLowerCase(Locale.ROOT)
                        + (action == Action.REMOVE ? "" : " (" + Human.size(bytes) + ")"));
            }
        }
        return parts.isEmpty() ? "none" : String.join(", ", parts);
    }

    private static String line(Change change, Style style) {
        String path = ErrorText.printable(change.path());
        return switch (change.action()) {
            case ADD -> style.green("+ " + path) + "  " + Human.size(change.bytes());
            case REPLACE -> style.yellow("~ " + path) + "  " + Human.size(change.bytes());
            case REMOVE -> style.red("- " + path);
        };
    }
}
