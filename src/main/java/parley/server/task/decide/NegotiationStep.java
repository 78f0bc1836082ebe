package parley.server.task.decide;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import parley.message.Message;
import parley.protocol.CloseCode;

/**
 * The result of a message or an event: the client's new record, the transitions to store with it, the messages to send
 * once that is durable, and the code to close with after them, if the session ends here.
 *
 * @param report the accepted report, to be stored so that a repeat is recognised
 */
public record NegotiationStep(
        ClientRecord client,
        List<Transition> transitions,
        List<Message> send,
        Optional<Taken> report,
        Optional<CloseCode> close) {

    /** An accepted report: its number and the fingerprint of its content. */
    public record Taken(long seq, String fingerprint) {}

    public NegotiationStep {
        transitions = List.copyOf(transitions);
        send = List.copyOf(send);
    }

    static NegotiationStep stay(ClientRecord client, Message... send) {
        return new NegotiationStep(client, List.of(), List.of(send), Optional.empty(), Optional.empty());
    }

    static NegotiationStep close(ClientRecord client, CloseCode code) {
        return new NegotiationStep(client, List.of(), List.of(), Optional.empty(), Optional.of(code));
    }

    /** From one record to the other, with the transition between them. */
    static NegotiationStep move(ClientRecord from, ClientRecord to, Message... send) {
        Transition transition = Transition.between(from, to);
        return new NegotiationStep(to, List.of(transition), List.of(send), Optional.empty(), Optional.empty());
    }

    NegotiationStep andThen(NegotiationStep next) {
        List<Transition> all = new ArrayList<>(transitions);
        all.addAll(next.transitions);
        List<Message> messages = new ArrayList<>(send);
        messages.addAll(next.send);
        return new NegotiationStep(
                next.client, all, messages, next.report.or(() -> report), next.close.or(() -> close));
    }

    NegotiationStep sending(Message message) {
        List<Message> messages = new ArrayList<>(send);
        messages.add(message);
        return new NegotiationStep(client, transitions, messages, report, close);
    }

    NegotiationStep taking(Taken taken) {
        return new NegotiationStep(client, transitions, send, Optional.of(taken), close);
    }

    /** Whether there is anything to store. */
    public boolean changes(ClientRecord before) {
        return !client.equals(before) || !transitions.isEmpty() || report.isPresent();
    }
}
