package parley.server.negotiation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import parley.message.Message;
import parley.protocol.CloseCode;

/**
 * What follows from a message or an event: the client's new record, the transitions to store with it, the messages to
 * send once that is durable, and the code to close with after them, if the session ends here.
 *
 * @param report the report that was taken, to be stored so that a repeat of it is known again
 */
public record Step(
        ClientRecord client,
        List<Transition> transitions,
        List<Message> send,
        Optional<Taken> report,
        Optional<CloseCode> close) {

    /** A report that was taken: its number and the fingerprint of its content. */
    public record Taken(long seq, String fingerprint) {}

    public Step {
        transitions = List.copyOf(transitions);
        send = List.copyOf(send);
    }

    static Step stay(ClientRecord client, Message... send) {
        return new Step(client, List.of(), List.of(send), Optional.empty(), Optional.empty());
    }

    static Step close(ClientRecord client, CloseCode code) {
        return new Step(client, List.of(), List.of(), Optional.empty(), Optional.of(code));
    }

    /** From one record to the other, with the transition that lies between them. */
    static Step move(ClientRecord from, ClientRecord to, Message... send) {
        Transition transition =
                new Transition(to.attempt(), to.seq(), from.state(), to.state(), to.reason(), to.detail(), to.output());
        return new Step(to, List.of(transition), List.of(send), Optional.empty(), Optional.empty());
    }

    Step andThen(Step next) {
        List<Transition> all = new ArrayList<>(transitions);
        all.addAll(next.transitions);
        List<Message> messages = new ArrayList<>(send);
        messages.addAll(next.send);
        return new Step(next.client, all, messages, next.report.or(() -> report), next.close.or(() -> close));
    }

    Step sending(Message message) {
        List<Message> messages = new ArrayList<>(send);
        messages.add(message);
        return new Step(client, transitions, messages, report, close);
    }

    Step taking(Taken taken) {
        return new Step(client, transitions, send, Optional.of(taken), close);
    }

    /** Whether anything is to be stored. */
    public boolean changes(ClientRecord before) {
        return !client.equals(before) || !transitions.isEmpty() || report.isPresent();
    }
}
