package parley.server.task.model;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import parley.message.ClientState;
import parley.message.json.Word;

/** Client states are stored as their words. */
@Converter(autoApply = true)
public class ClientStateConverter implements AttributeConverter<ClientState, String> {

    @Override
    public String convertToDatabaseColumn(ClientState state) {
        return state == null ? null : state.word();
    }

    @Override
    public ClientState convertToEntityAttribute(String word) {
        return word == null ? null : Word.of(ClientState.class, word).orElseThrow();
    }
}
