package parley.cli.join;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import parley.apply.Conflict;
import parley.apply.OnConflict;
import parley.cli.terminal.ErrorText;
import parley.cli.terminal.Shell;
import parley.message.Offer;

/**
 * What happens to files that somebody else changed: by the option, or by what a person answers, for one file or for all
 * that follow.
 */
final class Conflicts {

    private static final int PATHS = 20;

    private final Shell shell;
    private final boolean quiet;
    private final Optional<OnConflict> policy;
    private final UnaryOperator<String> asked;
    private final Map<String, OnConflict> decided = new LinkedHashMap<>();
    private Optional<OnConflict> forTheRest = Optional.empty();

    /**
     * {@code policy}: empty if a person is asked; {@code quiet}: prints nothing; {@code asked}: asks a question and
     * returns the answer.
     */
    Conflicts(Shell shell, Optional<OnConflict> policy, boolean quiet, UnaryOperator<String> asked) {
        this.shell = shell;
        this.policy = policy;
        this.quiet = quiet;
        this.asked = asked;
    }

    /** Empty if a person is asked. */
    Optional<OnConflict> policy() {
        return policy;
    }

    /** The decisions, by path. */
    Map<String, OnConflict> decided() {
        return Map.copyOf(decided);
    }

    /** The files to keep as they are. */
    List<String> kept() {
        return decided.entrySet().stream()
                .filter(file -> file.getValue() == OnConflict.KEEP)
                .map(Map.Entry::getKey)
                .toList();
    }

    OnConflict decide(Offer offer, Conflict conflict) {
        OnConflict decision = policy.or(() -> forTheRest).orElse(null);
        if (decision == null) {
            decision = ask(offer, conflict);
        } else if (!quiet) {
            tell(conflict, decision);
        }
        decided.put(conflict.path(), decision);
        return decision;
    }

    private void tell(Conflict conflict, OnConflict decision) {
        if (decided.size() < PATHS) {
            say("  ! " + ErrorText.printable(conflict.path()) + "  " + what(conflict) + ": " + words(decision));
        } else if (decided.size() == PATHS) {
            say("  ! … and more such files");
        }
    }

    private static String what(Conflict conflict) {
        return conflict.written().isPresent() ? "was changed here, and not by Parley" : "is here, and not from Parley";
    }

    private OnConflict ask(Offer offer, Conflict conflict) {
        boolean mayKeep = offer.terms().keepLocal();
        say("");
        say(ErrorText.printable(conflict.path()) + " " + what(conflict) + ":");
        ErrorText.printable(conflict.diff()).lines().forEach(this::say);
        String question = mayKeep
                ? "Overwrite it (a back-up is kept), keep it, or decline the update? [o/k/d; O, K for all] "
                : "Overwrite it (a back-up is kept), or decline the update? [o/d; O for all] ";
        while (true) {
            String answer = asked.apply(question);
            switch (answer) {
                case "O", "K" -> {
                    OnConflict all = answer.equals("O") ? OnConflict.OVERWRITE : OnConflict.KEEP;
                    if (mayKeep || all == OnConflict.OVERWRITE) {
                        forTheRest = Optional.of(all);
                        return all;
                    }
                }
                case "o" -> {
                    return OnConflict.OVERWRITE;
                }
                case "k" -> {
                    if (mayKeep) {
                        return OnConflict.KEEP;
                    }
                }
                case "d", "D" -> {
                    return OnConflict.FAIL;
                }
                default -> {
                    // asked again
                }
            }
        }
    }

    private static String words(OnConflict decision) {
        return switch (decision) {
            case OVERWRITE -> "it is overwritten, and kept as a back-up";
            case KEEP -> "it is to stay";
            case FAIL -> "the update is declined";
        };
    }

    private void say(String line) {
        shell.err().println(line);
        shell.err().flush();
    }
}
