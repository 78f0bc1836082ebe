package parley.server.task.model;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import parley.message.Messages;
import parley.message.Offer;
import parley.message.json.MessageException;
import parley.server.task.decide.CurrentOffer;

/** An offer as it was made. Only its agreement and its status change. */
@Entity
@Table(name = "offer")
public class StoredOffer {

    /** The current offer. */
    static final String CURRENT = "current";
    /** Replaced by another offer, or by the end of the attempt. */
    static final String REPLACED = "replaced";

    @Id
    private String id;

    private String client;
    private long attempt;

    @SuppressWarnings("UnusedVariable") // a column that queries read
    private String bundle;

    private String content;
    private String kept;
    private boolean agreed;
    private String status;

    @Column(name = "first_made_at")
    private Instant since;

    @Column(name = "created_at")
    private Instant created;

    protected StoredOffer() {}

    public StoredOffer(String client, CurrentOffer offer, String notes, Instant now) {
        this.id = offer.id();
        this.client = client;
        this.attempt = offer.attempt();
        this.bundle = offer.bundle().sha256().text();
        Offer message = new Offer(id, attempt, offer.bundle(), offer.changes(), offer.terms(), notes);
        this.content = new String(Messages.encode(message), StandardCharsets.UTF_8);
        this.kept = String.join("\n", offer.keep());
        this.agreed = offer.agreed();
        this.status = CURRENT;
        this.since = offer.since();
        this.created = now;
    }

    public void agree() {
        agreed = true;
    }

    public void replace() {
        status = REPLACED;
    }

    public boolean madeTo(String otherClient) {
        return client.equals(otherClient);
    }

    public String id() {
        return id;
    }

    public boolean agreed() {
        return agreed;
    }

    /** Whether it is the current offer. */
    public boolean current() {
        return status.equals(CURRENT);
    }

    public Instant created() {
        return created;
    }

    public int size() {
        return content.length();
    }

    /** The offer as it was made, not agreed on. */
    public CurrentOffer parse() {
        try {
            Offer offer = (Offer) Messages.decode(content.getBytes(StandardCharsets.UTF_8));
            Set<String> keep = kept.isEmpty() ? Set.of() : Set.of(kept.split("\n"));
            return new CurrentOffer(id, attempt, offer.bundle(), offer.changes(), offer.terms(), since, keep, false);
        } catch (MessageException e) {
            throw new IllegalStateException("offer " + id + " is damaged in the database", e);
        }
    }
}
