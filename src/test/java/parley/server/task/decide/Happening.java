package parley.server.task.decide;

import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import parley.message.Answer;
import parley.message.ClientState;
import parley.message.Decision;
import parley.message.Inventory;
import parley.message.Message;
import parley.message.Reason;
import parley.message.TaskState;

/**
 * What can happen to a client, by the words of docs/states.md. Messages come in another session than that in which the
 * client was told to apply, unless the words say so.
 */
@FunctionalInterface
interface Happening {

    /** What a client may report. */
    Set<ClientState> REPORTED = EnumSet.of(
            ClientState.DOWNLOADING,
            ClientState.STAGED,
            ClientState.APPLYING,
            ClientState.CHECKING,
            ClientState.CONFIRMING,
            ClientState.SUCCEEDED,
            ClientState.FAILED,
            ClientState.ROLLED_BACK,
            ClientState.DECLINED);

    String NEW_SESSION = "5e56";

    Policy NIGHT = Example.policy("{'window':{'start':'22:00','duration':'PT4H','zone':'Europe/Berlin'}}");
    Policy TOGETHER = Example.policy("{'apply':'together'}");

    NegotiationStep to(ClientRecord client, History history);

    /** All of them. */
    static Map<String, Happening> all() {
        Map<String, Happening> all = new LinkedHashMap<>();
        all.put("inventory differs", message(Example.task(), Example.OUTDATED));
        all.put("inventory is as wanted", message(Example.task(), Example.UP_TO_DATE));
        all.put("inventory leaves files out", message(Example.task(), Example.PARTIAL));
        all.put(
                "inventory cannot be told",
                message(Example.task(), Inventory.unable(Reason.UNSUPPORTED, "Too many files.")));
        all.put("inventory differs (task paused)", message(task(TaskState.PAUSED), Example.OUTDATED));
        all.put("inventory differs (task ended)", message(task(TaskState.FINISHED), Example.OUTDATED));
        all.put("inventory differs (outside the window)", message(task(NIGHT), Example.OUTDATED));
        all.put("accepts", message(Example.task(), Answer.accept("o1")));
        all.put("accepts (task ended)", message(task(TaskState.CANCELLED), Answer.accept("o1")));
        all.put("accepts (outside the window)", message(task(NIGHT), Answer.accept("o1")));
        all.put("declines", message(Example.task(), Example.answer(Decision.DECLINE)));
        all.put("defers", lenient(Example.answer(Decision.DEFER)));
        all.put("defers (too long)", lenient(defer(Duration.ofHours(9))));
        all.put("defers (not allowed)", message(Example.task(), Example.answer(Decision.DEFER)));
        all.put("counters", lenient(Example.answer(Decision.COUNTER)));
        all.put("counters (keeps everything)", lenient(counter("app.conf", "extra.conf", "tls/site.pem")));
        all.put("counters (not allowed)", message(Example.task(), Example.answer(Decision.COUNTER)));
        for (ClientState state : REPORTED) {
            all.put("reports " + state.word(), message(Example.task(), Example.report(1, state)));
        }
        all.put("reports another state", message(Example.task(), Example.report(1, ClientState.OFFERED)));
        all.put("reports staged (task paused)", staged(task(TaskState.PAUSED)));
        all.put("reports staged (task ended)", staged(task(TaskState.CANCELLED)));
        all.put("reports staged (outside the window)", staged(task(NIGHT)));
        all.put("reports staged (others are not ready)", staged(task(TOGETHER)));
        all.put(
                "reports confirming (same session)",
                (client, history) ->
                        Example.take(client, Example.task(), history, Example.report(1, ClientState.CONFIRMING)));
        all.put("may go on", (client, history) -> Example.negotiation()
                .open(held(client), Example.task(), Optional.of(NEW_SESSION)));
        all.put("is cancelled", (client, history) -> Example.negotiation().cancel(client, "enough"));
        all.put("is timed out", (client, history) -> Example.negotiation().timeOut(client, "too late"));
        all.put("is approved", (client, history) -> Example.negotiation().approve(client, "welcome"));
        all.put("is revoked", (client, history) -> Example.negotiation().revoke(client, "out"));
        all.put("is tried again", (client, history) -> Example.negotiation().retry(client, "once more"));
        return all;
    }

    private static Happening message(TaskSnapshot task, Message message) {
        return (client, history) -> Example.negotiation().take(client, task, history, message, NEW_SESSION);
    }

    /** Under a policy that allows what can be allowed, with an offer that says so. */
    private static Happening lenient(Message message) {
        return (client, history) -> {
            ClientRecord same = Example.client(client.state(), Example.lenient());
            return Example.negotiation()
                    .take(same, Example.task(TaskState.OPEN, Example.lenient()), history, message, NEW_SESSION);
        };
    }

    private static Happening staged(TaskSnapshot task) {
        return message(task, Example.report(1, ClientState.STAGED));
    }

    /** Staged, but not yet told to apply. */
    private static ClientRecord held(ClientRecord client) {
        return client.state() == ClientState.STAGED
                ? Example.client(ClientState.DOWNLOADING).in(ClientState.STAGED)
                : client;
    }

    private static Answer defer(Duration how) {
        return new Answer(
                "o1",
                Decision.DEFER,
                Optional.empty(),
                Optional.empty(),
                Optional.of(Example.NOW.plus(how)),
                List.of());
    }

    private static Answer counter(String... keep) {
        return new Answer("o1", Decision.COUNTER, Optional.empty(), Optional.empty(), Optional.empty(), List.of(keep));
    }

    private static TaskSnapshot task(TaskState state) {
        return Example.task(state, Policy.DEFAULT);
    }

    private static TaskSnapshot task(Policy policy) {
        return Example.task(TaskState.OPEN, policy);
    }
}
