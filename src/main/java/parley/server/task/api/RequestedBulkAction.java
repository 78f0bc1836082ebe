package parley.server.task.api;

import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import parley.message.ClientState;
import parley.message.json.Word;
import parley.server.problems.Problem;
import parley.server.task.selector.Selector;
import parley.server.task.selector.SelectorException;
import parley.server.task.service.BulkAction;
import parley.server.task.service.BulkActions;
import parley.server.task.service.ClientSelection;

/** What an operator wants to do to which clients of a task. */
public record RequestedBulkAction(
        @Schema(description = "approve, deny, retry or revoke", required = true) @Nullable String action,
        @Schema(description = "The clients' names, at most 1000; then none of the members below") @Nullable
                List<@Nullable String> names,
        @Schema(description = "A selector for their labels, as targets have it; \"\" means all clients") @Nullable
                String selector,
        @Schema(
                        description = "Only clients in this state. When missing: pending for approve and deny; failed, "
                                + "rolled_back and timed_out for retry; every state for revoke")
                @Nullable
                String state,
        @Schema(description = "In the name or the labels, or the beginning of the client id") @Nullable String search) {

    private static final String EXAMPLE = "Send {\"action\": \"approve\", \"selector\": \"site=berlin\"}, for example.";

    /** @throws Problem {@code invalid} */
    BulkAction known() {
        return Optional.ofNullable(action)
                .flatMap(word -> Word.of(BulkAction.class, word))
                .orElseThrow(
                        () -> Problem.invalid("action is not one of " + words(BulkAction.values()) + ".", EXAMPLE));
    }

    /** @throws Problem {@code invalid} also if the request says nothing of which clients are meant */
    ClientSelection selection() {
        boolean matching = selector != null || state != null || search != null;
        if (names == null && !matching) {
            throw Problem.invalid(
                    "The request does not say which clients are meant.",
                    "Send names, selector, state or search; the selector \"\" means all clients.");
        }
        if (names != null && matching) {
            throw Problem.invalid(
                    "The request has names and also a selector, a state or a search.", "Send only one of the two.");
        }
        return names == null ? new ClientSelection.Matching(states(), parsed(), Filters.search(text(search))) : named();
    }

    private ClientSelection named() {
        List<@Nullable String> wanted = Objects.requireNonNull(names);
        if (wanted.size() > BulkActions.MOST || wanted.stream().anyMatch(Objects::isNull)) {
            throw Problem.invalid(
                    "names has more than " + BulkActions.MOST + " members, or one that is no text.",
                    "Send the names in several requests.");
        }
        return new ClientSelection.Named(
                wanted.stream().map(Objects::requireNonNull).toList());
    }

    private Set<ClientState> states() {
        BulkAction wanted = known();
        Optional<ClientState> only = Filters.clientState(Optional.ofNullable(state));
        if (only.isPresent() && !wanted.possible().contains(only.get())) {
            throw Problem.invalid(
                    "A client in the state " + only.get().word() + " cannot be changed by " + wanted.word() + ".",
                    "It can change clients in these states: "
                            + words(EnumSet.copyOf(wanted.possible()).toArray(ClientState[]::new)) + ".");
        }
        return only.map(Set::of).orElse(wanted.usual());
    }

    private Selector parsed() {
        try {
            return Selector.parse(text(selector));
        } catch (SelectorException e) {
            throw Problem.invalid("The selector is none: " + e.getMessage() + ".", EXAMPLE);
        }
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static String words(Word... all) {
        return Stream.of(all).map(Word::word).collect(Collectors.joining(", "));
    }
}
