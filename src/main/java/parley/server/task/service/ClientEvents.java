package parley.server.task.service;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Optional;
import parley.message.Wait;
import parley.server.events.Events;
import parley.server.storage.JsonValues;
import parley.server.task.decide.Barrier;
import parley.server.task.decide.Transition;
import parley.server.task.model.Client;
import parley.server.task.model.Task;

/**
 * Writes the events of clients and tasks, in the transaction of the change.
 *
 * <p>An event of a client has the members of REST's {@code ClientJson}, so that a reader can replace its row. Members
 * that do not change or may be long are left out: agent, platform, capabilities, token, output and history; a hundred
 * thousand events are kept of one task.
 */
@ApplicationScoped
class ClientEvents {

    static final String CLIENT = "client";
    static final String PROGRESS = "progress";
    static final String CONNECTION = "connection";
    static final String TASK = "task";

    @Inject
    Events events;

    /** A new client has joined. */
    void joined(Client client) {
        record(client, CLIENT, standing(client));
    }

    /** It has gone from one state to another; of several transitions at once the last one counts. */
    void moved(Client client, Transition step, Barrier barrier) {
        record(
                client,
                CLIENT,
                standing(client, barrier)
                        .add("state", step.to().word())
                        .add("from", step.from().word()));
    }

    /** It shows six digits, and waits for an operator who compares them. */
    void showsCode(Client client, Barrier barrier) {
        record(client, CLIENT, standing(client, barrier));
    }

    /** It got a place in a wave. */
    void placed(Client client, Barrier barrier) {
        record(client, CLIENT, standing(client, barrier));
    }

    /** Its key came under another name. */
    void cameAs(Client client, Barrier barrier) {
        record(client, CLIENT, standing(client, barrier));
    }

    /** It was removed from its task. */
    void forgotten(Client client) {
        record(client, CLIENT, standing(client).add("connected", false).add("forgotten", true));
    }

    /** It has made progress within its state. */
    void progressed(Client client, Barrier barrier) {
        record(client, PROGRESS, standing(client, barrier));
    }

    /** The session of this client, by its row id, has begun or ended. */
    void connection(String task, String client, String name, boolean connected) {
        events.record(
                task,
                Optional.of(client),
                CONNECTION,
                JsonValues.object()
                        .add("client", JsonValues.object().add("name", name).add("connected", connected))
                        .build());
    }

    /** The task itself has changed. */
    void changed(Task task) {
        JsonObjectBuilder json = JsonValues.object()
                .add("id", task.id())
                .add("state", task.state().word());
        task.outcome().ifPresent(outcome -> json.add("outcome", outcome.word()));
        task.pausedBy().ifPresent(who -> json.add("pausedBy", who.word()));
        task.reason().ifPresent(reason -> json.add("reason", reason));
        task.wave().ifPresent(wave -> json.add("wave", wave));
        events.record(
                task.id(),
                Optional.empty(),
                TASK,
                JsonValues.object().add("task", json).build());
    }

    private void record(Client client, String kind, JsonObjectBuilder standing) {
        JsonObject content = JsonValues.object().add("client", standing).build();
        events.record(client.task(), Optional.of(client.id()), kind, content);
    }

    private static JsonObjectBuilder standing(Client client, Barrier barrier) {
        JsonObjectBuilder json = standing(client);
        Optional<Wait> waits = client.waitsFor(barrier);
        waits.ifPresent(wait -> json.add("waitsFor", wait.waitFor().word()));
        client.waitUntil()
                .or(() -> waits.flatMap(Wait::until))
                .ifPresent(until -> json.add("waitUntil", until.toString()));
        return json;
    }

    private static JsonObjectBuilder standing(Client client) {
        JsonObjectBuilder labels = JsonValues.object();
        client.labels().forEach(labels::add);
        JsonObjectBuilder json = JsonValues.object()
                .add("name", client.name())
                .add("clientId", client.clientId())
                .add("labels", labels)
                .add("state", client.state().word())
                .add("attempt", client.attempt())
                .add("seq", client.seq())
                .add("connected", client.connected())
                .add("joined", client.joined().toString())
                .add("changed", client.changed().toString())
                .add("lastSeen", client.lastSeen().toString());
        client.reason().ifPresent(reason -> json.add("reason", reason.word()));
        client.detail().ifPresent(detail -> json.add("detail", detail));
        client.progress()
                .ifPresent(progress -> json.add(
                        "progress",
                        JsonValues.object().add("done", progress.done()).add("total", progress.total())));
        client.wave().ifPresent(wave -> json.add("wave", wave));
        client.approvalCode().ifPresent(code -> json.add("approvalCode", code));
        client.bundle().ifPresent(bundle -> json.add("bundle", bundle));
        client.sequence().ifPresent(sequence -> json.add("sequence", sequence));
        client.otherName().ifPresent(name -> json.add("otherName", name));
        client.otherNameAt().ifPresent(at -> json.add("otherNameAt", at.toString()));
        return json;
    }
}
