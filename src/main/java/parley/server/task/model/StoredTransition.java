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
import parley.message.Reason;
import parley.server.task.decide.Transition;

/** A step of a client's history, numbered per client. Never changed. */
@Entity
@Table(name = "transition")
public class StoredTransition {

    @SuppressWarnings("UnusedVariable") // a column that queries read
    @EmbeddedId
    private Key key;

    @SuppressWarnings("UnusedVariable") // a column that queries read
    private String task;

    private Instant at;
    private long attempt;
    private long seq;

    @Column(name = "from_state")
    private @Nullable ClientState from;

    @Column(name = "to_state")
    private ClientState to;

    private @Nullable Reason reason;
    private @Nullable String detail;
    private @Nullable String output;

    protected StoredTransition() {}

    public StoredTransition(Client client, Instant at, Transition transition) {
        this(client, at, Optional.of(transition.from()), transition.to());
        this.attempt = transition.attempt();
        this.seq = transition.seq();
        this.reason = transition.why().reason().orElse(null);
        this.detail = transition.why().detail().orElse(null);
        this.output = transition.why().output().orElse(null);
    }

    private StoredTransition(Client client, Instant at, Optional<ClientState> from, ClientState to) {
        this.key = new Key(client.id(), client.nextMove());
        this.task = client.task();
        this.at = at;
        this.from = from.orElse(null);
        this.to = to;
    }

    /** The first step of every client. */
    public static StoredTransition joined(Client client, Instant at) {
        return new StoredTransition(client, at, Optional.empty(), client.state());
    }

    public Instant at() {
        return at;
    }

    public long attempt() {
        return attempt;
    }

    public long seq() {
        return seq;
    }

    /** Empty for the first step. */
    public Optional<ClientState> from() {
        return Optional.ofNullable(from);
    }

    public ClientState to() {
        return to;
    }

    public Optional<Reason> reason() {
        return Optional.ofNullable(reason);
    }

    public Optional<String> detail() {
        return Optional.ofNullable(detail);
    }

    public Optional<String> output() {
        return Optional.ofNullable(output);
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
