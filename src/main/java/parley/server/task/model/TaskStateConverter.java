package parley.server.task.model;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import parley.message.TaskState;
import parley.message.json.Word;

/** Task states are stored as their words. */
@Converter(autoApply = true)
public class TaskStateConverter implements AttributeConverter<TaskState, String> {

    @Override
    public String convertToDatabaseColumn(TaskState state) {
        return state == null ? null : state.word();
    }

    @Override
    public TaskState convertToEntityAttribute(String word) {
        return word == null ? null : Word.of(TaskState.class, word).orElseThrow();
    }
}
