package parley.server.task.model;

import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import parley.message.bundle.Digest;
import parley.message.json.Word;
import parley.server.task.decide.UndoChoice;

/** A client that had succeeded in a task that was undone. Never changed. */
@Entity
@Table(name = "undo_client")
public class UndoClient {

    @EmbeddedId
    private TaskClientKey key;

    private String name;
    private @Nullable String bundle;
    private @Nullable String obstacle;

    protected UndoClient() {}

    /** @param task the task that takes it back */
    public UndoClient(String task, String clientId, String name, UndoChoice choice) {
        this.key = new TaskClientKey(task, clientId);
        this.name = name;
        this.bundle = choice.before().map(before -> before.bundle().text()).orElse(null);
        this.obstacle = choice.obstacle().map(Word::word).orElse(null);
    }

    public String clientId() {
        return key.clientId();
    }

    public String name() {
        return name;
    }

    /** What it goes back to; empty: it stays as it is. */
    public Optional<Digest> bundle() {
        return Optional.ofNullable(bundle).map(Digest::new);
    }

    /** Why it stays as it is. */
    public Optional<UndoChoice.Obstacle> obstacle() {
        return Optional.ofNullable(obstacle)
                .map(word -> Word.of(UndoChoice.Obstacle.class, word).orElseThrow());
    }
}
