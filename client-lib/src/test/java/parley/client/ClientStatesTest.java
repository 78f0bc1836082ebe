package parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import parley.client.internal.failure.UnexpectedMessageException;
import parley.message.Ack;
import parley.message.Agent;
import parley.message.Agreed;
import parley.message.Answer;
import parley.message.Cancel;
import parley.message.ClientState;
import parley.message.Confirmed;
import parley.message.Fetch;
import parley.message.FetchFailed;
import parley.message.Hello;
import parley.message.Inventory;
import parley.message.LookAt;
import parley.message.Message;
import parley.message.Messages;
import parley.message.NothingToDo;
import parley.message.Pause;
import parley.message.Ping;
import parley.message.Pong;
import parley.message.Proceed;
import parley.message.Reason;
import parley.message.Refused;
import parley.message.Report;
import parley.message.Resume;
import parley.message.Wait;
import parley.message.WaitFor;
import parley.message.bundle.Change;
import parley.message.platform.Platform;

/** What the client does on each message in each phase is what docs/states.md says, and nothing else. */
@Timeout(60)
class ClientStatesTest {

    private static final Pattern WORD = Pattern.compile("`([a-zA-Z_]+)`");

    @TempDir
    private Path folder;

    /** One row of the table. */
    record Row(String phase, String hears, List<String> says, List<String> handler, String then, List<String> ends) {

        static Row of(String line) {
            String[] cells = line.split("\\|");
            return new Row(
                    words(cells[1]).get(0),
                    cells[2].replace("`", "").strip(),
                    cells[3].contains("close 22") ? List.of("close 22") : words(cells[3]),
                    words(cells[4]),
                    words(cells[5]).get(0),
                    words(cells[6]));
        }

        static Row nothing(String phase, String hears) {
            return new Row(phase, hears, List.of(), List.of(), phase, List.of());
        }

        private static List<String> words(String cell) {
            Matcher word = WORD.matcher(cell);
            List<String> words = new ArrayList<>();
            while (word.find()) {
                words.add(word.group(1));
            }
            return words;
        }
    }

    private static String document() throws IOException {
        return Files.readString(Path.of(System.getProperty("parley.root", ".."), "docs", "states.md"));
    }

    private static List<Row> table() throws IOException {
        String all = document();
        String part = all.substring(all.indexOf("<!-- client: begin -->"), all.indexOf("<!-- client: end -->"));
        return part.lines().filter(line -> line.startsWith("| `")).map(Row::of).toList();
    }

    private static Set<String> phases() throws IOException {
        String all = document();
        String list = all.substring(all.indexOf("| phase | when |"), all.indexOf("After each `welcome`"));
        Set<String> phases = new LinkedHashSet<>();
        list.lines()
                .filter(line -> line.startsWith("| `"))
                .forEach(line -> phases.addAll(Row.words(line.split("\\|")[1])));
        return phases;
    }

    /** What a server can say, by the words of the table. */
    private static Map<String, Message> messages() {
        Map<String, Message> messages = new TreeMap<>();
        messages.put("offer", ConversationBench.offer("o-2"));
        messages.put("offer again", ConversationBench.offer("o-1"));
        messages.put("agreed", ConversationBench.agreed());
        messages.put("agreed to more", new Agreed("o-1", List.of(Change.remove("other")), 0));
        messages.put("agreed to another", new Agreed("o-9", List.of(), 0));
        messages.put("proceed", new Proceed("o-1"));
        messages.put("proceed with another", new Proceed("o-9"));
        messages.put("refused", new Refused("o-1", Reason.POLICY, "no"));
        messages.put("nothing_to_do", new NothingToDo("up to date"));
        messages.put("cancel", new Cancel("wrong bundle"));
        messages.put("confirmed", new Confirmed("o-1", 1));
        messages.put("confirmed another", new Confirmed("o-9", 1));
        messages.put("wait", new Wait(WaitFor.WINDOW, Optional.empty(), Optional.empty(), Optional.of(Instant.EPOCH)));
        messages.put("pause", new Pause("lunch"));
        messages.put("resume", new Resume("back"));
        messages.put("pong", new Pong());
        messages.put("fetch_failed of another", new FetchFailed(99, "gone"));
        return messages;
    }

    static Stream<Arguments> cases() throws IOException {
        List<Row> table = table();
        List<Row> cases = new ArrayList<>(table);
        for (String phase : phases()) {
            for (String hears : messages().keySet()) {
                boolean listed = table.stream()
                        .anyMatch(
                                row -> row.phase().equals(phase) && row.hears().equals(hears));
                boolean again = hears.equals("offer again") && phase.equals("idle");
                boolean more = hears.equals("agreed to more") && !phase.equals("accepted");
                if (!listed && !again && !more) {
                    cases.add(Row.nothing(phase, hears));
                }
            }
            cases.add(new Row(phase, "ping", List.of("pong"), List.of(), phase, List.of()));
            List<String> looks = phase.equals("confirming") ? List.of() : List.of("inventory");
            cases.add(new Row(phase, "look_at", List.of(), looks, phase, List.of()));
        }
        return cases.stream()
                .map(row -> Arguments.of(row.phase() + " hears " + row.hears() + ", then " + row.then(), row));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void itIsAsTheTableSays(String name, Row row) throws Exception {
        ConversationBench bench = new ConversationBench(folder);
        bench.bringTo(row.phase());
        assertThat(bench.conversation.where()).isEqualTo(row.phase());
        Message message = message(bench, row.hears());
        bench.said.clear();
        bench.ends.clear();
        List<Runnable> before = new ArrayList<>(bench.waiting);
        bench.waiting.clear();

        if (row.says().equals(List.of("close 22"))) {
            assertThatThrownBy(() -> bench.conversation.received(message))
                    .isInstanceOf(UnexpectedMessageException.class);
        } else {
            bench.conversation.received(message);
            assertThat(bench.said).extracting(Messages::type).containsExactlyElementsOf(row.says());
        }

        assertThat(bench.conversation.where()).isEqualTo(row.then());
        assertThat(bench.ends).extracting(ClientState::word).containsExactlyElementsOf(row.ends());
        assertThat(handlerCalls(bench)).containsExactlyElementsOf(row.handler());
        before.forEach(Runnable::run);
    }

    private static Message message(ConversationBench bench, String hears) {
        return switch (hears) {
            case "ping" -> new Ping();
            case "look_at" -> new LookAt(List.of("a.conf"));
            case "ack" -> new Ack(1, bench.lastReport());
            case "fetch_failed" -> new FetchFailed(bench.lastSaid(Fetch.class).fetch(), "gone");
            default -> messages().get(hears);
        };
    }

    /**
     * What the message itself asked the handler for, by the names of its methods; without closing a sink.
     */
    private static List<String> handlerCalls(ConversationBench bench) {
        List<Runnable> asked = new ArrayList<>(bench.waiting);
        bench.waiting.clear();
        int before = bench.handler.calls.size();
        asked.forEach(Runnable::run);
        return bench.handler.calls.subList(before, bench.handler.calls.size()).stream()
                .map(call -> call.split(" ")[0])
                .filter(call -> !call.equals("close"))
                .toList();
    }

    static Stream<Arguments> messagesOfTheOtherSide() throws IOException {
        List<Message> messages = List.of(
                new Hello("a", Map.of(), new Agent("a", "1"), Platform.current(), List.of(), Optional.empty()),
                Inventory.empty(),
                Answer.accept("o-1"),
                new Fetch(1, ConversationBench.offer("o-1").bundle().sha256(), 0),
                new Report(
                        "o-1",
                        1,
                        1,
                        ClientState.STAGED,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
        return phases().stream().flatMap(phase -> messages.stream()
                .map(message -> Arguments.of(phase, Messages.type(message), message)));
    }

    @ParameterizedTest(name = "{0} hears {1}")
    @MethodSource("messagesOfTheOtherSide")
    void aMessageThatOnlyAClientSendsEndsTheSessionInEveryPhase(String phase, String type, Message message)
            throws Exception {
        ConversationBench bench = new ConversationBench(folder);
        bench.bringTo(phase);

        assertThatThrownBy(() -> bench.conversation.received(message)).isInstanceOf(UnexpectedMessageException.class);
        assertThatThrownBy(() -> bench.conversation.received(bench.welcome()))
                .isInstanceOf(UnexpectedMessageException.class);
        assertThat(bench.conversation.where()).isEqualTo(phase);
    }

    @Test
    void everyPhaseIsInTheTable() throws IOException {
        assertThat(table().stream().map(Row::phase))
                .containsAll(phases().stream()
                        .filter(phase -> !phase.equals("applying"))
                        .toList());
    }
}
