package parley.server.task.model;

import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;

/** A client that was removed from a task: its key cannot join that task again. */
@Entity
@Table(name = "forgotten_client")
public class ForgottenClient {

    @SuppressWarnings("UnusedVariable") // a column that queries read
    @EmbeddedId
    private TaskClientKey key;

    @SuppressWarnings("UnusedVariable") // a column that queries read
    private String name;

    @Column(name = "forgotten_at")
    private Instant forgotten;

    protected ForgottenClient() {}

    public ForgottenClient(Client client, Instant now) {
        this.key = new TaskClientKey(client.task(), client.clientId());
        this.name = client.name();
        this.forgotten = now;
    }
}
