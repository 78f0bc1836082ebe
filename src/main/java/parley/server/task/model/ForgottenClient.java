package parley.server.task.model;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;

/** A client that was removed from a task: its key cannot join that task again. */
@Entity
@Table(name = "forgotten_client")
public class ForgottenClient {

    @SuppressWarnings("UnusedVariable") // a column that queries read
    @EmbeddedId
    private Key key;

    @SuppressWarnings("UnusedVariable") // a column that queries read
    private String name;

    @Column(name = "forgotten_at")
    private Instant forgotten;

    protected ForgottenClient() {}

    public ForgottenClient(Client client, Instant now) {
        this.key = new Key(client.task(), client.clientId());
        this.name = client.name();
        this.forgotten = now;
    }

    /** A task and the client id of a key. */
    @Embeddable
    public static class Key implements Serializable {
        private String task;

        @Column(name = "client_id")
        private String clientId;

        protected Key() {}

        public Key(String task, String clientId) {
            this.task = task;
            this.clientId = clientId;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && Objects.equals(key.task, task) && Objects.equals(key.clientId, clientId);
        }

        @Override
        public int hashCode() {
            return Objects.hash(task, clientId);
        }
    }
}
