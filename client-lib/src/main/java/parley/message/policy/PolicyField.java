package parley.message.policy;

import jakarta.json.JsonValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One field of a policy: its name, its possible values, and its texts for REST, the command line and the page.
 *
 * @param <T> its value
 */
public final class PolicyField<T> {

    /** Its part of the page's form. */
    public enum Group {
        WHO,
        WHEN,
        HOW
    }

    /**
     * Its option on the command line.
     *
     * @param label the placeholder of the value in the help; empty for an option without one
     * @param help what it does; {@code {default}} is the place of the default
     * @param means the value in JSON of an option without a value
     */
    public record Option(String name, String label, String help, Optional<JsonValue> means) {}

    /**
     * Its control on the page.
     *
     * @param words the label of each of its words, in the order of the choices
     */
    public record Control(Group group, String label, String hint, Map<String, String> words) {}

    /**
     * The sentence about the field in a task's policy, if it does not have its default.
     *
     * @param text with {@code {}} for the value; empty if another field's sentence includes it
     * @param none instead, for a zero duration or count
     * @param words instead, for each word
     * @param always also for the default
     */
    public record Sentence(String text, String none, Map<String, String> words, boolean always) {}

    private final String name;
    private final FieldType<T> type;
    private final Optional<T> usual;
    private final String whenMissing;
    private final String description;
    private final Option option;
    private final Control control;
    private final Sentence sentence;

    private PolicyField(Builder<T> from) {
        name = from.name;
        type = from.type;
        usual = from.usual;
        whenMissing = from.whenMissing;
        description = from.description;
        option = Objects.requireNonNull(from.option, name);
        control = new Control(
                Objects.requireNonNull(from.group, name),
                Objects.requireNonNull(from.label, name),
                from.hint,
                Collections.unmodifiableMap(from.words));
        sentence = new Sentence(from.text, from.none, Map.copyOf(from.texts), from.always);
    }

    static <T> Builder<T> field(String name, FieldType<T> type) {
        return new Builder<>(name, type);
    }

    /** The member of the policy in JSON. */
    public String name() {
        return name;
    }

    public FieldType<T> type() {
        return type;
    }

    /** Its default; empty if there is none. */
    public Optional<T> usual() {
        return usual;
    }

    /** A text about a missing value, if the default does not say it; may be empty. */
    public String whenMissing() {
        return whenMissing;
    }

    /** What it means, for docs/rest.md. */
    public String description() {
        return description.replace("{bounds}", type.bounds());
    }

    public Option option() {
        return option;
    }

    public Control control() {
        return control;
    }

    public Sentence sentence() {
        return sentence;
    }

    /** @throws PolicyFieldException when the value has another form or is out of bounds */
    public T read(JsonValue value) {
        return type.read(name, value);
    }

    @Override
    public String toString() {
        return name;
    }

    /** Collects the parts of a field; missing ones are empty. */
    static final class Builder<T> {

        private final String name;
        private final FieldType<T> type;
        private Optional<T> usual = Optional.empty();
        private String whenMissing = "";
        private String description = "";
        private @Nullable Option option;
        private @Nullable Group group;
        private @Nullable String label;
        private String hint = "";
        private Map<String, String> words = Map.of();
        private String text = "";
        private String none = "";
        private Map<String, String> texts = Map.of();
        private boolean always;

        private Builder(String name, FieldType<T> type) {
            this.name = name;
            this.type = type;
        }

        Builder<T> usually(T value) {
            usual = Optional.of(value);
            return this;
        }

        Builder<T> whenMissing(String words) {
            whenMissing = words;
            return this;
        }

        Builder<T> described(String text) {
            description = text;
            return this;
        }

        Builder<T> option(String option, String valueLabel, String help) {
            this.option = new Option(option, valueLabel, help, Optional.empty());
            return this;
        }

        /** An option without a value, which means this one. */
        Builder<T> option(String option, T means, String help) {
            this.option = new Option(option, "", help, Optional.of(type.write(means)));
            return this;
        }

        Builder<T> onPage(Group part, String itsLabel, String itsHint) {
            group = part;
            label = itsLabel;
            hint = itsHint;
            return this;
        }

        Builder<T> offering(String word, String itsLabel) {
            words = new LinkedHashMap<>(words);
            words.put(word, itsLabel);
            return this;
        }

        Builder<T> told(String sentence) {
            text = sentence;
            return this;
        }

        Builder<T> told(String sentence, String whenNone) {
            none = whenNone;
            return told(sentence);
        }

        Builder<T> toldWhen(String word, String sentence) {
            texts = new LinkedHashMap<>(texts);
            texts.put(word, sentence);
            return this;
        }

        Builder<T> toldAlways() {
            always = true;
            return this;
        }

        PolicyField<T> build() {
            return new PolicyField<>(this);
        }
    }
}
