package parley.apply.internal.review;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import parley.apply.Conflict;
import parley.apply.ConflictQuestion;
import parley.apply.OnConflict;
import parley.apply.internal.compare.Contents;
import parley.apply.internal.disk.ApplyFailure;
import parley.apply.internal.disk.FileAccess;
import parley.apply.internal.state.State;
import parley.message.Answer;
import parley.message.Offer;
import parley.message.Reason;
import parley.message.bundle.FileEntry;

/**
 * The answer of a destination to an offer that it could carry out: first the policy for conflicts, then the question.
 */
public final class OfferReview {
    private final Optional<OnConflict> policy;
    private final ConflictQuestion onConflict;
    private final Function<Offer, Answer> question;
    /** From the last review, by path: a revised offer asks about them again only if they have changed. */
    private Map<String, Conflict> toBeOverwritten = Map.of();

    /** @param policy the fixed answer of {@code onConflict}; empty if it asks */
    public OfferReview(Optional<OnConflict> policy, ConflictQuestion onConflict, Function<Offer, Answer> question) {
        this.policy = policy;
        this.onConflict = onConflict;
        this.question = question;
    }

    /** The policy as the inventory tells it. */
    public Map<String, String> words() {
        return Map.of(
                "onConflict", policy.map(p -> p.name().toLowerCase(Locale.ROOT)).orElse("ask"));
    }

    /** @throws ApplyFailure DOWNGRADE */
    public static void checkSequence(Offer offer, State state, String server) throws ApplyFailure {
        long highest = state.highest().getOrDefault(server, 0L);
        if (offer.bundle().sequence() < highest && !offer.terms().downgrade()) {
            throw new ApplyFailure(
                    Reason.DOWNGRADE,
                    "this task started before another one whose update was applied here (sequence "
                            + offer.bundle().sequence() + ", before " + highest
                            + "), and it does not allow a downgrade");
        }
    }

    /** @param files where contents can be compared, if the question needs that */
    public Answer answer(Offer offer, State state, Map<String, FileEntry> present, Optional<FileAccess> files)
            throws IOException {
        Contents contents = files.isPresent() ? Contents.of(files.get(), present) : Contents.NONE;
        Map<OnConflict, List<Conflict>> conflicts = ConflictSearch.in(offer, state, present, contents).stream()
                .collect(Collectors.groupingBy(conflict -> decide(offer, conflict)));
        toBeOverwritten = conflicts.getOrDefault(OnConflict.OVERWRITE, List.of()).stream()
                .collect(Collectors.toMap(Conflict::path, Function.identity()));
        List<String> fatal = paths(conflicts.getOrDefault(OnConflict.FAIL, List.of()));
        if (!fatal.isEmpty()) {
            return Answer.decline(offer.offer(), Reason.CONFLICT, detail(fatal));
        }
        List<String> keep = paths(conflicts.getOrDefault(OnConflict.KEEP, List.of()));
        if (!keep.isEmpty()) {
            return Answer.counter(offer.offer(), keep, Reason.CONFLICT, detail(keep));
        }
        return question.apply(offer);
    }

    private OnConflict decide(Offer offer, Conflict conflict) {
        Conflict decided = toBeOverwritten.get(conflict.path());
        return decided != null && decided.sameAs(conflict) ? OnConflict.OVERWRITE : onConflict.decide(offer, conflict);
    }

    private static List<String> paths(List<Conflict> conflicts) {
        return conflicts.stream().map(Conflict::path).toList();
    }

    private static String detail(List<String> paths) {
        return "changed here, and not by Parley: " + String.join(", ", paths);
    }
}
