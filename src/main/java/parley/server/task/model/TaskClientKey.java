package parley.server.task.model;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.io.Serializable;
import java.util.Objects;

/** A task and the client id of a key: the primary key of rows about clients that need have no row in the task. */
@Embeddable
public class TaskClientKey implements Serializable {

    private String task;

    @Column(name = "client_id")
    private String clientId;

    protected TaskClientKey() {}

    public TaskClientKey(String task, String clientId) {
        this.task = task;
        this.clientId = clientId;
    }

    String clientId() {
        return clientId;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TaskClientKey key
                && Objects.equals(key.task, task)
                && Objects.equals(key.clientId, clientId);
    }

    @Override
    public int hashCode() {
        return Objects.hash(task, clientId);
    }
}
