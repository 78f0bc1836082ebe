package parley.server.task.decide;

import jakarta.json.Json;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import parley.message.Answer;
import parley.message.ClientState;
import parley.message.Decision;
import parley.message.Inventory;
import parley.message.Message;
import parley.message.Messages;
import parley.message.Reason;
import parley.message.Report;
import parley.message.TaskState;
import parley.message.bundle.BundleRef;
import parley.message.bundle.Change;
import parley.message.bundle.Digest;
import parley.message.bundle.FileEntry;
import parley.message.bundle.Mode;
import parley.server.task.model.PolicyJson;

/** One task with the bundle {app.conf, tls/site.pem}, and clients of it in any state. */
final class Example {

    static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    static final String SESSION = "5e55";
    static final FileEntry CONF = file('a', 120);
    static final FileEntry CERTIFICATE = file('b', 2_000);
    static final FileEntry OLD_CONF = file('c', 100);
    static final FileEntry OLD_EXTRA = file('d', 10);
    static final Map<String, FileEntry> BUNDLE = Map.of("app.conf", CONF, "tls/site.pem", CERTIFICATE);
    static final BundleRef REF = new BundleRef("web", "2", 2, digest('2'));
    static final Digest OLD_BUNDLE = digest('1');
    static final Map<String, FileEntry> OLD_FILES = Map.of("app.conf", OLD_CONF, "extra.conf", OLD_EXTRA);

    static final Inventory OUTDATED = new Inventory(
            Optional.of(OLD_BUNDLE),
            Optional.of(1L),
            Map.of("app.conf", OLD_CONF, "extra.conf", OLD_EXTRA, "notes.txt", file('e', 5)),
            List.of(),
            Map.of());
    /** Does not say whether tls/site.pem is there. */
    static final Inventory PARTIAL =
            new Inventory(Optional.of(OLD_BUNDLE), Optional.of(1L), OLD_FILES, List.of(), Map.of(), true);

    static final Inventory UP_TO_DATE =
            new Inventory(Optional.of(REF.sha256()), Optional.of(2L), BUNDLE, List.of(), Map.of());
    static final Inventory UP_TO_DATE_BUT_FOR_APP_CONF = new Inventory(
            Optional.of(REF.sha256()),
            Optional.of(2L),
            Map.of("app.conf", OLD_CONF, "tls/site.pem", CERTIFICATE),
            List.of("app.conf"),
            Map.of());
    static final List<Change> CHANGES = List.of(
            Change.replace("app.conf", CONF), Change.remove("extra.conf"), Change.add("tls/site.pem", CERTIFICATE));

    private Example() {}

    static FileEntry file(char hex, long size) {
        return new FileEntry(digest(hex), size, Mode.parse("0644"));
    }

    static Digest digest(char hex) {
        return new Digest("sha256:" + String.valueOf(hex).repeat(64));
    }

    static TaskSnapshot task() {
        return task(TaskState.OPEN, Policy.DEFAULT);
    }

    static TaskSnapshot task(TaskState state, Policy policy) {
        return new TaskSnapshot(
                state,
                state == TaskState.PAUSED ? "the night is over" : "",
                Optional.empty(),
                Optional.empty(),
                "the notes",
                policy,
                Optional.of(NOW.plus(Duration.ofHours(48))),
                () -> Optional.of(new TaskSnapshot.Target(REF, BUNDLE)),
                () -> "not asked for",
                digest -> Optional.of(OLD_FILES).filter(files -> digest.equals(OLD_BUNDLE)),
                NOW);
    }

    /** Takes a message that came in the session {@link #SESSION}. */
    static NegotiationStep take(ClientRecord client, TaskSnapshot task, History history, Message message) {
        return negotiation().take(client, task, history, message, SESSION);
    }

    static Policy lenient() {
        return policy("{'severity':'optional','maxDefer':'PT8H','keepLocal':true}");
    }

    /** Policies are written with single quotes here. */
    static Policy policy(String json) {
        try (JsonReader reader = Json.createReader(new StringReader(json.replace('\'', '"')))) {
            return PolicyJson.read(reader.readObject());
        }
    }

    /** A negotiation whose offers are named o2, o3, …; the clients of {@link #client} already have the offer o1. */
    static Negotiation negotiation() {
        int[] last = {1};
        return new Negotiation(() -> "o" + ++last[0]);
    }

    /** A client in its first attempt, with one report taken if the state takes one. */
    static ClientRecord client(ClientState state) {
        return client(state, Policy.DEFAULT);
    }

    static ClientRecord client(ClientState state, Policy policy) {
        if (state == ClientState.PENDING || state == ClientState.JOINED) {
            return state == ClientState.JOINED ? ClientRecord.joined(true) : ClientRecord.pending(true);
        }
        ClientRecord offered = new Negotiation(() -> "o1")
                .take(ClientRecord.joined(true), task(TaskState.OPEN, policy), new Memory(), OUTDATED, SESSION)
                .client();
        return switch (state) {
            case OFFERED -> offered;
            case NOTHING_TO_DO, REVOKED -> offered.withoutOffer().in(state);
            case WAITING, DEFERRED, DECLINED -> offered.in(state);
            case FAILED -> agreed(offered).in(state).because(Explanation.of(Reason.CHECK_FAILED, "exit status 1"));
            case ACCEPTED, DOWNLOADING -> agreed(offered).in(state);
            default -> agreed(offered).toldToProceed(SESSION).in(state);
        };
    }

    private static ClientRecord agreed(ClientRecord offered) {
        return offered.with(offered.offer().get().agree());
    }

    static Answer answer(Decision decision) {
        return new Answer(
                "o1",
                decision,
                Optional.empty(),
                Optional.empty(),
                decision == Decision.DEFER ? Optional.of(NOW.plus(Duration.ofHours(2))) : Optional.empty(),
                decision == Decision.COUNTER ? List.of("app.conf") : List.of());
    }

    static Report report(long seq, ClientState state) {
        return report("o1", 1, seq, state);
    }

    static Report report(String offer, long attempt, long seq, ClientState state) {
        return new Report(
                offer, attempt, seq, state, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    static String words(List<Message> messages) {
        return String.join(" ", messages.stream().map(Messages::type).toList());
    }

    /** What was offered (o1 to begin with) and reported so far. */
    static final class Memory implements History {
        final Set<String> offers = new HashSet<>(Set.of("o1"));
        final Map<Long, String> reports = new HashMap<>();
        final List<Transition> transitions = new ArrayList<>();

        @Override
        public boolean offered(String offer) {
            return offers.contains(offer);
        }

        @Override
        public long offers() {
            return offers.size();
        }

        @Override
        public long steps() {
            return transitions.size();
        }

        @Override
        public Optional<String> report(long seq) {
            return Optional.ofNullable(reports.get(seq));
        }

        ClientRecord store(NegotiationStep step) {
            step.report().ifPresent(taken -> reports.put(taken.seq(), taken.fingerprint()));
            step.client().offer().ifPresent(offer -> offers.add(offer.id()));
            transitions.addAll(step.transitions());
            return step.client();
        }
    }
}
