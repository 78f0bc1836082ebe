package parley.client;

import parley.message.Message;

/** What a {@link Conversation} can do to the world. */
interface Peer {

    /** Sends within the present session. */
    void send(Message message);

    /** The six digits for the approval; refuses a reveal that the server was not committed to. */
    String approvalCode(byte[] reveal) throws UnexpectedMessageException;

    /** What is remembered of the task that a welcome names. */
    TaskMemory memoryOf(String taskId);

    /** The end, everything is said. */
    void finish(Outcome outcome);

    /** The end, without an outcome. */
    void giveUp(UpdateException why);
}
