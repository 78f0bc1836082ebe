package parley.server.task.service;

import java.util.Locale;
import parley.protocol.CloseCode;
import parley.server.task.model.Client;
import parley.server.task.model.Task;

/**
 * Why a client that has proved who it is does not get in.
 *
 * @param code what its session is closed with
 * @param words what it is told, at most 200 bytes of UTF-8 of them
 * @param task the task that it wanted to take part in
 * @param cause in one word, for the audit log and the metrics: that of the code, where the code has only one cause
 */
public record Refusal(CloseCode code, String words, String task, String cause) {

    /** What a client is told that was removed from its task. */
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

    /** A client keeps the name that it came with first. */
    static Refusal anotherName(String wanted, Client client, Task task) {
        return new Refusal(
                CloseCode.NAME_TAKEN,
                "In this task this key is that of " + client.name() + ", not of " + wanted + "; was it copied?",
                task.id(),
                "another_name_before");
    }
}
