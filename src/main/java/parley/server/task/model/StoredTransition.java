package parley.server.task.model;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import parley.message.ClientState;
import parley.server.task.decide.Transition;

/** A step of a client's history, numbered per client. Never changed. */
@Entity
@Table(name = "transition")
public class StoredTransition extends ReportedStep {

    @SuppressWarnings("UnusedVariable") // a column that queries read
    @EmbeddedId
    private Key key;

    private Instant at;

    @Column(name = "from_state")
    private @Nullable ClientState from;

    @Column(name = "to_state")
    private ClientState to;

    private @Nullable String fingerprint;

    protected StoredTransition() {}

    /** @param report the fingerprint of the report that caused it, if one did */
    public StoredTransition(Client client, Instant at, Transition transition, Optional<String> report) {
        super(transition.attempt(), transition.seq(), transition.why());
        this.key = new Key(client.id(), client.nextMove());
        this.at = at;
        this.from = transition.from();
        this.to = transition.to();
        this.fingerprint = report.orElse(null);
    }

    private StoredTransition(Client client, Instant at) {
        this.key = new Key(client.id(), client.nextMove());
        this.at = at;
        this.to = client.state();
    }

    /** The first step of every client. */
    public static StoredTransition joined(Client client, Instant at) {
        return new StoredTransition(client, at);
    }

    public Instant at() {
        return at;
    }

    /** Empty for the first step. */
    public Optional<ClientState> from() {
        return Optional.ofNullable(from);
    }

    public ClientState to() {
        return to;
    }

    /** Of the report that caused it; empty if none did, or if that report has a row of its own. */
    public Optional<String> fingerprint() {
        return Optional.ofNullable(fingerprint);
    }

    /** A client and a number. */
    @Embeddable
    public static class Key implements Serializable {
        private String client;
        private long number;

        protected Key() {}

        Key(String client, long number) {
            this.client = client;
            this.number = number;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && key.number == number && Objects.equals(key.client, client);
        }

        @Override
        public int hashCode() {
            return Objects.hash(client, number);
        }
    }
}
