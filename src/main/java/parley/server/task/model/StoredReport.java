package parley.server.task.model;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;

/** The fingerprint of an accepted report that caused no step; that of the others is in {@link StoredTransition}. */
@Entity
@Table(name = "report")
public class StoredReport {

    @SuppressWarnings("UnusedVariable") // a column that queries read
    @EmbeddedId
    private Key key;

    private String fingerprint;

    protected StoredReport() {}

    public StoredReport(String client, long seq, String fingerprint) {
        this.key = new Key(client, seq);
        this.fingerprint = fingerprint;
    }

    public String fingerprint() {
        return fingerprint;
    }

    /** A client and the number of its report. */
    @Embeddable
    public static class Key implements Serializable {
        private String client;
        private long seq;

        protected Key() {}

        public Key(String client, long seq) {
            this.client = client;
            this.seq = seq;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && key.seq == seq && Objects.equals(key.client, client);
        }

        @Override
        public int hashCode() {
            return Objects.hash(client, seq);
        }
    }
}
