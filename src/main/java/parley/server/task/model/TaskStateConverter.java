package parley.server.task.model;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import org.jspecify.annotations.Nullable;
import parley.message.TaskState;
import parley.message.json.Word;

/** Task states are stored as their words. */
@Converter(autoApply = true)
public class TaskStateConverter implements AttributeConverter<TaskState, String> {

    @Override
    public @Nullable String convertToDatabaseColumn(@Nullable TaskState state) {
        return state == null ? null : state.word();
    }

    @Override
    public @Nullable TaskState convertToEntityAttribute(@Nullable String word) {
        return word == null ? null : Word.of(TaskState.class, word).orElseThrow();
    }
}
