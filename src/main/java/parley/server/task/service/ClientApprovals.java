package parley.server.task.service;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import parley.message.ClientState;
import parley.protocol.CloseCode;
import parley.server.audit.Audit;
import parley.server.problems.Problem;
import parley.server.task.decide.ClientRecord;
import parley.server.task.decide.Negotiation;
import parley.server.task.decide.NegotiationStep;
import parley.server.task.model.Client;
import parley.server.task.model.ShownCode;
import parley.server.task.model.Task;

/**
 * Lets new clients take part where a task asks for an operator's approval, or not. A client and the server show the
 * same six digits (docs/protocol.md, section 5); what is here bounds how often, so that nobody can come again and again
 * until a wanted code shows up.
 */
@ApplicationScoped
@Transactional
public class ClientApprovals {

    /** Codes that one client gets in a task. */
    static final int CODES_OF_CLIENT = 3;

    /** Codes that the clients of one token get within {@link #PERIOD}. */
    static final int CODES_OF_TOKEN = 10;

    static final Duration PERIOD = Duration.ofMinutes(1);

    private static final String SYSTEM = "system";
    private static final String APPROVED = "approved by an operator";
    private static final String DENIED = "denied by an operator";
    private static final String SAME_CODE = "two clients showed the same six digits at a time";

    /** A code that a client is about to show, and why it may not. */
    private static final class Showing {

        private final String session;
        private final String code;
        private Optional<CloseCode> refused = Optional.empty();

        Showing(String session, String code) {
            this.session = session;
            this.code = code;
        }
    }

    @PersistenceContext
    EntityManager em;

    @Inject
    Clients clients;

    @Inject
    Audit audit;

    private final Negotiation negotiation = Negotiation.withoutOffers();

    /**
     * Writes down the code that a waiting client is about to show in its session.
     *
     * @param client the row id
     * @return why it gets none: {@link CloseCode#DENIED} for good, {@link CloseCode#BUSY} for {@link #PERIOD}; empty:
     *     it may show the code, in this session as often as it likes
     */
    public Optional<CloseCode> show(String task, String client, String session, String code) {
        Showing showing = new Showing(session, code);
        clients.applyInTask(task, client, (row, record, its, now) -> {
            if (row.state() != ClientState.PENDING || row.hasShown(session)) {
                return negotiation.nothing(record);
            }
            showing.refused = refusal(row, now);
            return showing.refused.isPresent() ? negotiation.nothing(record) : shown(row, record, its, showing, now);
        });
        return showing.refused;
    }

    private Optional<CloseCode> refusal(Client row, Instant now) {
        if (count("select count(s) from ShownCode s where s.client = :of", row.id(), Instant.EPOCH)
                >= CODES_OF_CLIENT) {
            return Optional.of(CloseCode.DENIED);
        }
        return count("select count(s) from ShownCode s where s.token = :of", row.token(), now.minus(PERIOD))
                        >= CODES_OF_TOKEN
                ? Optional.of(CloseCode.BUSY)
                : Optional.empty();
    }

    private long count(String query, String of, Instant since) {
        return em.createQuery(query + " and s.at > :since", Long.class)
                .setParameter("of", of)
                .setParameter("since", since)
                .getSingleResult();
    }

    private NegotiationStep shown(Client row, ClientRecord record, Task task, Showing showing, Instant now) {
        em.persist(new ShownCode(showing.session, row, now));
        List<Client> same = em.createQuery(
                        "select c from Client c where c.task = :task and c.state = :pending and c.approvalCode = :code"
                                + " and c.id <> :id",
                        Client.class)
                .setParameter("task", task.id())
                .setParameter("pending", ClientState.PENDING)
                .setParameter("code", showing.code)
                .setParameter("id", row.id())
                .getResultList();
        if (same.isEmpty()) {
            row.shows(showing.code, showing.session);
            clients.tellOfCode(row, task, now);
            return negotiation.nothing(record);
        }
        same.forEach(other ->
                clients.apply(other.id(), (its, itsRecord, t, n) -> denied(its, itsRecord, task, SYSTEM, SAME_CODE)));
        showing.refused = Optional.of(CloseCode.DENIED);
        return denied(row, record, task, SYSTEM, SAME_CODE);
    }

    /**
     * Lets a waiting client take part, durably and with its entry in the audit log.
     *
     * @param code the six digits that the client shows, with or without a space; nothing is compared when it is empty
     * @throws Problem {@code wrong_state} when the client does not wait for approval; {@code wrong_code} when it shows
     *     other digits, or none
     */
    public void approve(Client client, Optional<String> code, String actor) {
        clients.applyInTask(client.task(), client.id(), (row, record, task, now) -> {
            checkWaits(row);
            code.ifPresent(digits -> checkCode(row, digits));
            audit.record(actor, "client.approved", task.id(), ClientFacts.of(row));
            return negotiation.approve(record, APPROVED);
        });
    }

    /**
     * Shuts a waiting client out, durably and with its entry in the audit log.
     *
     * @throws Problem {@code wrong_state} when the client does not wait for approval
     */
    public void deny(Client client, String actor) {
        clients.applyInTask(client.task(), client.id(), (row, record, task, now) -> {
            checkWaits(row);
            return denied(row, record, task, actor, DENIED);
        });
    }

    private NegotiationStep denied(Client row, ClientRecord record, Task task, String actor, String why) {
        audit.record(actor, "client.denied", task.id(), ClientFacts.of(row));
        return negotiation.revoke(record, why);
    }

    private static void checkWaits(Client row) {
        if (row.state() != ClientState.PENDING) {
            throw Problem.wrongState(
                    "The client does not wait for approval: it is "
                            + row.state().word() + ".",
                    "Only clients in the state pending are approved or denied; any other one can be revoked.");
        }
    }

    private static void checkCode(Client row, String digits) {
        String shown = row.approvalCode().orElse("");
        if (shown.isEmpty() || !plain(shown).equals(plain(digits))) {
            throw new Problem(
                    409,
                    "wrong_code",
                    "The client shows other digits",
                    shown.isEmpty()
                            ? "The client is not connected, so it shows no code."
                            : "These are not the six digits of the client " + row.name() + ".",
                    "Look at both sides again. If the digits differ, somebody is between them: deny the client.");
        }
    }

    private static String plain(String digits) {
        return digits.replaceAll("[ -]", "");
    }
}
