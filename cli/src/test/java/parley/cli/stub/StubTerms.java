package parley.cli.stub;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import parley.message.ApplyMode;
import parley.message.Severity;
import parley.message.Terms;
import parley.message.Window;

/**
 * The terms of offers in words: {@code plain}, {@code keep}, {@code older}, {@code together}, {@code optional},
 * {@code defer=}, {@code window=FROM/UNTIL}, {@code confirm=PT10M}.
 */
final class StubTerms {

    private StubTerms() {}

    static Terms of(String words) {
        Severity severity = Severity.MANDATORY;
        Optional<Instant> deferUntil = Optional.empty();
        Optional<Window> window = Optional.empty();
        Optional<Duration> confirm = Optional.empty();
        boolean keepLocal = false;
        boolean downgrade = false;
        ApplyMode apply = ApplyMode.AT_ONCE;
        for (String word : words.split(" ")) {
            String value = word.substring(word.indexOf('=') + 1);
            switch (word.split("=")[0]) {
                case "keep" -> keepLocal = true;
                case "older" -> downgrade = true;
                case "together" -> apply = ApplyMode.TOGETHER;
                case "optional" -> severity = Severity.OPTIONAL;
                case "defer" -> deferUntil = Optional.of(Instant.parse(value));
                case "confirm" -> confirm = Optional.of(Duration.parse(value));
                case "window" ->
                    window = Optional.of(
                            new Window(Instant.parse(value.split("/")[0]), Instant.parse(value.split("/")[1])));
                case "plain" -> {
                    // what there is without any word
                }
                default -> throw new AssertionError("unknown term " + word);
            }
        }
        return new Terms(severity, deferUntil, window, Optional.empty(), keepLocal, downgrade, apply, confirm);
    }
}
