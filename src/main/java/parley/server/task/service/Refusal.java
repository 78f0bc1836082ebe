package parley.server.task.service;

import java.util.Locale;
import parley.protocol.CloseCode;
import parley.server.task.model.Client;
import parley.server.task.model.Task;

/**
 * Why an authenticated client is refused.
 *
 * @param code the close code of its session
 * @param words the text for the client, cut to 200 bytes of UTF-8
 * @param task the task
 * @param cause one word, for the audit log and the metrics: that of the code if the code has only one cause
 */
public record Refusal(CloseCode code, String words, String task, String cause) {

    /** The text for a client that was removed from its task. */
    public static final String FORGOTTEN =
            "An operator has removed this client from the task; parley leave --forget, then join as a new one.";

    static Refusal of(CloseCode code, Task task) {
        return new Refusal(code, code.sentence(), task.id(), code.name().toLowerCase(Locale.ROOT));
    }

    /** The first client that took a name owns it. */
    static Refusal nameOfAnother(String name, Task task) {
        return new Refusal(
                CloseCode.NAME_TAKEN,
                "Another client of this task is called " + name + ".",
                task.id(),
                "name_of_another_client");
    }

    /** An operator has removed the client with this key from the task. */
    static Refusal forgotten(Task task) {
        return new Refusal(CloseCode.REVOKED, FORGOTTEN, task.id(), "forgotten");
    }

    /** A client keeps its first name. */
    static Refusal anotherName(String wanted, Client client, Task task) {
        return new Refusal(
                CloseCode.NAME_TAKEN,
                "In this task this key is that of " + client.name() + ", not of " + wanted + "; was it copied?",
                task.id(),
                "another_name_before");
    }
}
