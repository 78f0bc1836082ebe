package parley.client.internal.negotiation;

import parley.client.internal.failure.UnexpectedMessageException;
import parley.message.Ack;
import parley.message.Agreed;
import parley.message.Cancel;
import parley.message.Confirmed;
import parley.message.FetchFailed;
import parley.message.LookAt;
import parley.message.Message;
import parley.message.Messages;
import parley.message.NothingToDo;
import parley.message.Offer;
import parley.message.Pause;
import parley.message.Ping;
import parley.message.Pong;
import parley.message.Proceed;
import parley.message.Refused;
import parley.message.Resume;
import parley.message.Wait;
import parley.protocol.CloseCode;

/** Handles the messages of a server within a session, one method for each message. */
interface ServerMessageHandler {

    void offered(Offer offer);

    void asked(LookAt which);

    void agreed(Agreed agreed) throws UnexpectedMessageException;

    void proceed(Proceed proceed);

    void acknowledged(Ack ack);

    void waiting(Wait wait) throws UnexpectedMessageException;

    void nothingToDo(NothingToDo nothing);

    void refused(Refused refused);

    void cancelled(Cancel cancel);

    void confirmed(Confirmed confirmed);

    void fetchFailed(FetchFailed failed);

    void paused(Pause pause);

    void resumed(Resume resume);

    void pinged();

    /** Dispatches the message; one that only a client sends is refused with close 22. */
    default void hear(Message message) throws UnexpectedMessageException {
        if (message instanceof Offer offer) {
            offered(offer);
        } else if (message instanceof LookAt which) {
            asked(which);
        } else if (message instanceof Agreed agreed) {
            agreed(agreed);
        } else if (message instanceof Proceed proceed) {
            proceed(proceed);
        } else if (message instanceof Ack ack) {
            acknowledged(ack);
        } else if (message instanceof Wait wait) {
            waiting(wait);
        } else if (message instanceof NothingToDo nothing) {
            nothingToDo(nothing);
        } else if (message instanceof Refused refused) {
            refused(refused);
        } else if (message instanceof Cancel cancel) {
            cancelled(cancel);
        } else if (message instanceof Confirmed confirmed) {
            confirmed(confirmed);
        } else if (message instanceof FetchFailed failed) {
            fetchFailed(failed);
        } else if (message instanceof Pause pause) {
            paused(pause);
        } else if (message instanceof Resume resume) {
            resumed(resume);
        } else if (message instanceof Ping) {
            pinged();
        } else if (!(message instanceof Pong)) {
            throw new UnexpectedMessageException(
                    CloseCode.WRONG_STATE, "a server does not send " + Messages.type(message) + " here");
        }
    }
}
