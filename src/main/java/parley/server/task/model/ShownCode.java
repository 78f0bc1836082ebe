package parley.server.task.model;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** That a client was shown an approval code in a session. A client and a token get only so many. */
@Entity
@Table(name = "approval_code")
public class ShownCode {

    @SuppressWarnings("UnusedVariable") // a column that queries read
    @Id
    private String session;

    @SuppressWarnings("UnusedVariable") // a column that queries read
    private String client;

    @SuppressWarnings("UnusedVariable") // a column that queries read
    private String token;

    @SuppressWarnings("UnusedVariable") // a column that queries read
    @Column(name = "shown_at")
    private Instant at;

    protected ShownCode() {}

    public ShownCode(String session, Client client, Instant now) {
        this.session = session;
        this.client = client.id();
        this.token = client.token();
        this.at = now;
    }
}
