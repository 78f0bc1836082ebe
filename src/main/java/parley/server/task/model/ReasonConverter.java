package parley.server.task.model;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import org.jspecify.annotations.Nullable;
import parley.message.Reason;
import parley.message.json.Word;

/** Reasons are stored as their words. */
@Converter(autoApply = true)
public class ReasonConverter implements AttributeConverter<Reason, String> {

    @Override
    public @Nullable String convertToDatabaseColumn(@Nullable Reason reason) {
        return reason == null ? null : reason.word();
    }

    @Override
    public @Nullable Reason convertToEntityAttribute(@Nullable String word) {
        return word == null ? null : Word.of(Reason.class, word).orElseThrow();
    }
}
