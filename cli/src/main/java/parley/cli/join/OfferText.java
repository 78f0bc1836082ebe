package parley.cli.join;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import parley.cli.terminal.ErrorText;
import parley.cli.terminal.HumanFormat;
import parley.cli.terminal.Shell;
import parley.cli.terminal.Style;
import parley.message.ApplyMode;
import parley.message.Offer;
import parley.message.Severity;
import parley.message.Terms;
import parley.message.Window;
import parley.message.bundle.Action;
import parley.message.bundle.Change;

/**
 * What an offer would change, as a person reads it: the terms that are not the usual ones, counts and sizes, then the
 * first paths.
 */
final class OfferText {

    private static final int PATHS = 20;

    private OfferText() {}

    /**
     * @param newest the sequence of this server's bundle that the folder has, 0 for none
     * @param kept the files to keep as they are
     * @param inPlace where a mounted file is overwritten, not in one step
     * @param places where paths lead through links of this machine
     */
    static List<String> lines(
            Offer offer,
            long newest,
            List<String> kept,
            Collection<String> inPlace,
            Map<String, Path> places,
            Shell shell) {
        List<String> lines = new ArrayList<>();
        lines.add("Bundle    " + ErrorText.printable(offer.bundle().name()) + ", version "
                + ErrorText.printable(offer.bundle().version()));
        if (offer.bundle().sequence() < newest) {
            lines.add("Downgrade " + shell.errStyle().yellow("this update is older than the one that is here"));
        }
        if (!offer.notes().isBlank()) {
            lines.add("Notes     " + ErrorText.printable(offer.notes()).replace("\n", "\n          "));
        }
        String terms = terms(offer.terms(), shell.clock());
        if (!terms.isEmpty()) {
            lines.add("Terms     " + terms);
        }
        if (!kept.isEmpty()) {
            lines.add("Kept      " + ErrorText.printable(String.join(", ", kept)));
        }
        if (!inPlace.isEmpty()) {
            lines.add("In place  " + ErrorText.printable(String.join(", ", inPlace)) + ": "
                    + shell.errStyle()
                            .yellow("mounted, so overwritten where it is, not in one step: a program that "
                                    + "reads meanwhile can read half of it"));
        }
        lines.add("Changes   " + summary(offer.changes()));
        offer.changes().stream()
                .limit(PATHS)
                .forEach(change ->
                        lines.add("  " + line(change, shell.errStyle()) + leadingTo(places.get(change.path()))));
        if (offer.changes().size() > PATHS) {
            lines.add("  … and " + (offer.changes().size() - PATHS) + " more");
        }
        return lines;
    }

    private static String terms(Terms terms, Clock clock) {
        List<String> parts = new ArrayList<>();
        if (terms.severity() != Severity.MANDATORY) {
            parts.add(terms.severity().word());
        }
        terms.window().ifPresent(window -> parts.add(window(window, clock)));
        if (terms.apply() == ApplyMode.TOGETHER) {
            parts.add("applied together with the others");
        }
        terms.deferUntil()
                .filter(clock.instant()::isBefore)
                .ifPresent(at -> parts.add("can be put off until " + HumanFormat.time(at, clock)));
        if (terms.keepLocal()) {
            parts.add("files that were changed here may be kept");
        }
        return String.join("; ", parts);
    }

    private static String window(Window window, Clock clock) {
        return window.from().isAfter(clock.instant())
                ? "applied in the window that opens " + HumanFormat.time(window.from(), clock) + " ("
                        + HumanFormat.fromNow(window.from(), clock) + ")"
                : "applied in the window that is open until " + HumanFormat.time(window.until(), clock);
    }

    /** {@code 5 to add (size 3.4 KiB), 2 to replace (size 1.1 KiB), 1 to remove}. */
    static String summary(List<Change> changes) {
        List<String> parts = new ArrayList<>();
        for (Action action : Action.values()) {
            List<Change> some =
                    changes.stream().filter(change -> change.action() == action).toList();
            if (!some.isEmpty()) {
                long bytes = some.stream().mapToLong(Change::bytes).sum();
                parts.add(some.size() + " to " + action.name().toLowerCase(Locale.ROOT)
                        + (action == Action.REMOVE ? "" : " (size " + HumanFormat.size(bytes) + ")"));
            }
        }
        return parts.isEmpty() ? "none" : String.join(", ", parts);
    }

    /** A file's size, or what else it is. */
    private static String what(Change change) {
        return switch (change.file().orElseThrow().mode().kind()) {
            case FILE -> HumanFormat.size(change.bytes());
            case LINK -> "symbolic link";
            case FOLDER -> "empty folder";
        };
    }

    private static String leadingTo(@Nullable Path place) {
        return place == null ? "" : "  (through a link: " + ErrorText.printable(place.toString()) + ")";
    }

    private static String line(Change change, Style style) {
        String path = ErrorText.printable(change.path());
        return switch (change.action()) {
            case ADD -> style.green("+ " + path) + "  " + what(change);
            case REPLACE -> style.yellow("~ " + path) + "  " + what(change);
            case REMOVE -> style.red("- " + path);
        };
    }
}
