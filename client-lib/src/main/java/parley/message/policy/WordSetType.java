package parley.message.policy;

import jakarta.json.JsonArray;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import parley.message.json.Word;

/**
 * A set of words, in any order.
 *
 * @param whatNoneMeans the error for an empty set; empty if it is allowed
 */
public record WordSetType<E extends Enum<E> & Word>(WordType<E> element, Optional<String> whatNoneMeans)
        implements FieldType<Set<E>> {

    @Override
    public Kind kind() {
        return Kind.WORDS;
    }

    /** All words, in the order of their constants. */
    public List<String> all() {
        return element.all();
    }

    @Override
    public Set<E> read(String field, JsonValue value) {
        if (!(value instanceof JsonArray array)) {
            throw new PolicyFieldException(field, "is not an array");
        }
        if (array.isEmpty() && whatNoneMeans.isPresent()) {
            throw new PolicyFieldException(field, "is empty, " + whatNoneMeans.get());
        }
        Set<E> words = new LinkedHashSet<>();
        for (JsonValue word : array) {
            words.add(Optional.of(word)
                    .filter(JsonString.class::isInstance)
                    .flatMap(text -> Word.of(element.words(), ((JsonString) text).getString()))
                    .orElseThrow(() -> new PolicyFieldException(
                            field, "has " + word + ", which is none of " + String.join(", ", all()))));
        }
        return Collections.unmodifiableSet(words);
    }

    /** The words in alphabetical order. */
    @Override
    public JsonArray write(Set<E> value) {
        return JsonForms.texts(value.stream().map(Word::word).sorted().toList());
    }
}
