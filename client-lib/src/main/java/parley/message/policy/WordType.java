package parley.message.policy;

import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Arrays;
import java.util.List;
import parley.message.json.Word;

/** One of several words. */
public record WordType<E extends Enum<E> & Word>(Class<E> words) implements FieldType<E> {

    @Override
    public Kind kind() {
        return Kind.WORD;
    }

    /** All words, in the order of their constants. */
    public List<String> all() {
        return Arrays.stream(words.getEnumConstants()).map(Word::word).toList();
    }

    @Override
    public E read(String field, JsonValue value) {
        return Word.of(words, JsonForms.text(field, value))
                .orElseThrow(() ->
                        new PolicyFieldException(field, "has no such value: it is one of " + String.join(", ", all())));
    }

    @Override
    public JsonString write(E value) {
        return JsonForms.text(value.word());
    }
}
