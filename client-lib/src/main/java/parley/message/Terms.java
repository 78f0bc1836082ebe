package parley.message;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import parley.message.json.MemberWriter;
import parley.message.json.Members;
import parley.message.json.MessageException;
import parley.message.json.Shape;
import parley.message.json.Word;
import parley.message.platform.OperatingSystem;

/**
 * The terms of an offer.
 *
 * @param severity how much it matters
 * @param deferUntil the latest time to which the client may defer; empty: not at all
 * @param window when the client may apply; empty: at any time
 * @param deadline when the client counts as timed out; empty: never
 * @param keepLocal whether the client may keep its own changes
 * @param downgrade whether an older bundle may replace a newer one
 * @param apply at once or together with the others
 * @param confirm within which time after applying the client must be confirmed over a new connection; empty: need not
 * @param platforms which platforms the task is for, at least one; its names have to be valid on these only
 */
public record Terms(
        Severity severity,
        Optional<Instant> deferUntil,
        Optional<Window> window,
        Optional<Instant> deadline,
        boolean keepLocal,
        boolean downgrade,
        ApplyMode apply,
        Optional<Duration> confirm,
        Set<OperatingSystem> platforms) {

    static final Shape SHAPE = Shape.of(
                    "severity", "deferUntil", "deadline", "keepLocal", "downgrade", "apply", "confirm")
            .object("window", Window.SHAPE)
            .texts("platforms");

    /** @throws IllegalArgumentException when they are for no platform */
    public Terms {
        Objects.requireNonNull(severity);
        Objects.requireNonNull(deferUntil);
        Objects.requireNonNull(window);
        Objects.requireNonNull(deadline);
        Objects.requireNonNull(apply);
        Objects.requireNonNull(confirm);
        platforms = Set.copyOf(platforms);
        if (platforms.isEmpty()) {
            throw new IllegalArgumentException("terms for no platform");
        }
    }

    /** Terms of a task for all platforms. */
    public Terms(
            Severity severity,
            Optional<Instant> deferUntil,
            Optional<Window> window,
            Optional<Instant> deadline,
            boolean keepLocal,
            boolean downgrade,
            ApplyMode apply,
            Optional<Duration> confirm) {
        this(severity, deferUntil, window, deadline, keepLocal, downgrade, apply, confirm, OperatingSystem.ALL);
    }

    /** The terms of an empty policy: mandatory, at once, nothing kept, no downgrade. */
    public static Terms plain() {
        return new Terms(
                Severity.MANDATORY,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                false,
                ApplyMode.AT_ONCE,
                Optional.empty());
    }

    static Terms read(Members in) throws MessageException {
        return new Terms(
                in.word("severity", Severity.class),
                in.optional("deferUntil", in::instant),
                in.optional("window", name -> in.object(name, Window::read)),
                in.optional("deadline", in::instant),
                in.bool("keepLocal"),
                in.bool("downgrade"),
                in.word("apply", ApplyMode.class),
                in.optional("confirm", in::duration),
                in.has("platforms") ? platforms(in.list("platforms", String.class)) : OperatingSystem.ALL);
    }

    /** Unknown words are platforms that this client does not run on. */
    private static Set<OperatingSystem> platforms(List<String> words) throws MessageException {
        Set<OperatingSystem> known = words.stream()
                .flatMap(word -> Word.of(OperatingSystem.class, word).stream())
                .collect(Collectors.toSet());
        if (known.isEmpty()) {
            throw MessageException.malformed("the terms are for no platform that is known here");
        }
        return known;
    }

    void write(MemberWriter out) {
        out.word("severity", severity);
        deferUntil.ifPresent(at -> out.instant("deferUntil", at));
        window.ifPresent(w -> out.object("window", w::write));
        deadline.ifPresent(at -> out.instant("deadline", at));
        out.bool("keepLocal", keepLocal).bool("downgrade", downgrade).word("apply", apply);
        confirm.ifPresent(within -> out.duration("confirm", within));
        if (!platforms.equals(OperatingSystem.ALL)) {
            out.texts(
                    "platforms",
                    platforms.stream().sorted().map(OperatingSystem::word).toList());
        }
    }
}
