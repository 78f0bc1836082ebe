package parley.server.task.model;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import org.jspecify.annotations.Nullable;
import parley.message.ClientState;
import parley.message.json.Word;

/** Client states are stored as their words. */
@Converter(autoApply = true)
public class ClientStateConverter implements AttributeConverter<ClientState, String> {

    @Override
    public @Nullable String convertToDatabaseColumn(@Nullable ClientState state) {
        return state == null ? null : state.word();
    }

    @Override
    public @Nullable ClientState convertToEntityAttribute(@Nullable String word) {
        return word == null ? null : Word.of(ClientState.class, word).orElseThrow();
    }
}
