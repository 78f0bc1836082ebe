package parley.server.task.decide;

import java.util.Optional;
import parley.message.Ack;
import parley.message.ClientState;
import parley.message.Progress;
import parley.message.Report;
import parley.protocol.CloseCode;

/**
 * Handles a client's reports: each once, in the order of their numbers. A repeat is acknowledged again and changes
 * nothing; a gap, or a repeat with other content, closes the session.
 */
final class Reports {

    /** The greatest number of a report; with one a second it lasts for a day. */
    static final long MAX_REPORTS = 100_000;

    private Reports() {}

    static NegotiationStep take(
            ClientRecord client, TaskSnapshot task, History history, Report report, String session) {
        if (report.seq() <= client.seq()) {
            boolean repeat = history.report(report.seq())
                    .filter(Fingerprint.of(report)::equals)
                    .isPresent();
            return repeat
                    ? NegotiationStep.stay(client, ack(report))
                    : NegotiationStep.close(client, CloseCode.WRONG_STATE);
        }
        if (report.seq() != client.seq() + 1) {
            return NegotiationStep.close(client, CloseCode.WRONG_STATE);
        }
        if (report.seq() > MAX_REPORTS) {
            return NegotiationStep.close(client, CloseCode.LIMIT);
        }
        Optional<CurrentOffer> current =
                client.offer().filter(offer -> offer.id().equals(report.offer()));
        if (current.isEmpty()) {
            return history.offered(report.offer())
                    ? taken(report, NegotiationStep.stay(client.taken(report.seq())))
                    : NegotiationStep.close(client, CloseCode.WRONG_STATE);
        }
        if (current.get().attempt() != report.attempt()) {
            return NegotiationStep.close(client, CloseCode.WRONG_STATE);
        }
        return reported(client, task, current.get(), report, session);
    }

    private static NegotiationStep reported(
            ClientRecord client, TaskSnapshot task, CurrentOffer offer, Report report, String session) {
        ClientRecord taken = client.taken(report.seq());
        ClientRecord now = report.progress().map(taken::progressed).orElse(taken);
        return switch (ReportRule.of(
                client.state(), report.state(), client.proceeded().isPresent())) {
            case WRONG -> NegotiationStep.close(client, CloseCode.WRONG_STATE);
            case NOTE -> taken(report, NegotiationStep.stay(client.state().terminal() ? taken : now));
            case MOVE -> {
                ClientRecord next = moved(now, offer, report)
                        .because(new Explanation(report.reason(), report.detail(), report.output()));
                NegotiationStep step = taken(report, NegotiationStep.move(client, next));
                yield step.andThen(gate(next, task, session));
            }
        };
    }

    /** The message for a client that may be blocked in its new state. */
    private static NegotiationStep gate(ClientRecord client, TaskSnapshot task, String session) {
        return switch (client.state()) {
            case STAGED -> BarrierSteps.staged(client, task, session);
            case CONFIRMING -> BarrierSteps.confirming(client, task, session);
            default -> NegotiationStep.stay(client);
        };
    }

    private static ClientRecord moved(ClientRecord client, CurrentOffer offer, Report report) {
        ClientRecord next = client.in(report.state());
        boolean allThere =
                report.state() == ClientState.STAGED && report.progress().isEmpty();
        return allThere ? next.progressed(new Progress(offer.bytes(), offer.bytes())) : next;
    }

    private static NegotiationStep taken(Report report, NegotiationStep step) {
        return step.taking(new NegotiationStep.Taken(report.seq(), Fingerprint.of(report)))
                .sending(ack(report));
    }

    private static Ack ack(Report report) {
        return new Ack(report.attempt(), report.seq());
    }
}
