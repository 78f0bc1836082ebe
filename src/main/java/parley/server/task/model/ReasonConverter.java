package parley.server.task.model;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import parley.message.Reason;
import parley.message.json.Word;

/** Reasons are stored as their words. */
@Converter(autoApply = true)
public class ReasonConverter implements AttributeConverter<Reason, String> {

    @Override
    public String convertToDatabaseColumn(Reason reason) {
        return reason == null ? null : reason.word();
    }

    @Override
    public Reason convertToEntityAttribute(String word) {
        return word == null ? null : Word.of(Reason.class, word).orElseThrow();
    }
}
