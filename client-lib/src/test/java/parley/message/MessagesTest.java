package parley.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import parley.message.bundle.BundleRef;
import parley.message.bundle.Change;
import parley.message.bundle.Digest;
import parley.message.bundle.FileEntry;
import parley.message.bundle.Mode;
import parley.message.json.MessageException;
import parley.message.platform.OperatingSystem;
import parley.message.platform.Platform;

class MessagesTest {

    private static final String HEX = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private static final Digest DIGEST = new Digest("sha256:" + HEX);
    private static final FileEntry FILE = new FileEntry(DIGEST, 0, new Mode(0644));

    static Stream<Arguments> messages() {
        return Stream.of(
                Arguments.of(
                        new Hello(
                                "db-1",
                                Map.of("example.org/role", "db", "zone", ""),
                                new Agent("parley", "0.1.0"),
                                new Platform("Linux", "amd64", "17"),
                                List.of("apply"),
                                Optional.of(new Position(1, 7))),
                        """
                        {"type":"hello","name":"db-1","labels":{"example.org/role":"db","zone":""},\
                        "agent":{"name":"parley","version":"0.1.0"},\
                        "platform":{"os":"Linux","arch":"amd64","java":"17"},\
                        "capabilities":["apply"],"resume":{"attempt":1,"seq":7}}"""),
                Arguments.of(
                        new Welcome(
                                "00ff",
                                "abc",
                                new TaskInfo("t1", "Proxy", TaskState.OPEN, Instant.parse("2026-01-02T03:04:05Z")),
                                Instant.parse("2026-01-01T00:00:00.500Z"),
                                Position.START,
                                new Limits(4, 10_000, 1_073_741_824L)),
                        """
                        {"type":"welcome","session":"00ff","clientId":"abc",\
                        "task":{"id":"t1","name":"Proxy","state":"open","expires":"2026-01-02T03:04:05Z"},\
                        "serverTime":"2026-01-01T00:00:00.500Z","resume":{"attempt":0,"seq":0},\
                        "limits":{"fetches":4,"files":10000,"bundleBytes":1073741824}}"""),
                Arguments.of(
                        new Inventory(
                                Optional.of(DIGEST),
                                Optional.of(3L),
                                Map.of("b", FILE, "a/ä", FILE),
                                List.of("b"),
                                Map.of("onConflict", "keep")),
                        """
                        {"type":"inventory","bundle":"sha256:%1$s","sequence":3,"files":{\
                        "a/ä":{"sha256":"sha256:%1$s","size":0,"mode":"0644"},\
                        "b":{"sha256":"sha256:%1$s","size":0,"mode":"0644"}},\
                        "modified":["b"],"policy":{"onConflict":"keep"}}"""),
                Arguments.of(
                        new Inventory(Optional.empty(), Optional.empty(), Map.of("b", FILE), List.of(), Map.of(), true),
                        """
                        {"type":"inventory","files":{\
                        "b":{"sha256":"sha256:%1$s","size":0,"mode":"0644"}},\
                        "modified":[],"policy":{},"partial":true}"""),
                Arguments.of(
                        Inventory.unable(Reason.UNSUPPORTED, "too many"),
                        """
                        {"type":"inventory","files":{},"modified":[],"policy":{},\
                        "unable":{"reason":"unsupported","detail":"too many"}}"""),
                Arguments.of(
                        new LookAt(List.of("a/ä", "b")),
                        """
                        {"type":"look_at","paths":["a/ä","b"]}"""),
                Arguments.of(
                        Inventory.empty(),
                        """
                        {"type":"inventory","files":{},"modified":[],"policy":{}}"""),
                Arguments.of(
                        new Offer(
                                "o-1",
                                2,
                                new BundleRef("proxy", "1.2", 9, DIGEST),
                                List.of(Change.add("a", FILE), Change.replace("b", FILE), Change.remove("c")),
                                new Terms(
                                        Severity.CRITICAL,
                                        Optional.of(Instant.parse("2026-01-01T01:00:00Z")),
                                        Optional.of(new Window(
                                                Instant.parse("2026-01-01T02:00:00Z"),
                                                Instant.parse("2026-01-01T03:00:00Z"))),
                                        Optional.of(Instant.parse("2026-01-01T04:00:00Z")),
                                        true,
                                        false,
                                        ApplyMode.TOGETHER,
                                        Optional.of(Duration.ofMinutes(10)),
                                        Set.of(OperatingSystem.MACOS, OperatingSystem.LINUX)),
                                "read this"),
                        """
                        {"type":"offer","offer":"o-1","attempt":2,\
                        "bundle":{"name":"proxy","version":"1.2","sequence":9,"sha256":"sha256:%1$s"},"changes":[\
                        {"path":"a","action":"add","sha256":"sha256:%1$s","size":0,"mode":"0644"},\
                        {"path":"b","action":"replace","sha256":"sha256:%1$s","size":0,"mode":"0644"},\
                        {"path":"c","action":"remove"}],\
                        "terms":{"severity":"critical","deferUntil":"2026-01-01T01:00:00Z",\
                        "window":{"from":"2026-01-01T02:00:00Z","until":"2026-01-01T03:00:00Z"},\
                        "deadline":"2026-01-01T04:00:00Z","keepLocal":true,"downgrade":false,\
                        "apply":"together","confirm":"PT10M","platforms":["linux","macos"]},"notes":"read this"}"""),
                Arguments.of(
                        Answer.accept("o-1"),
                        """
                        {"type":"answer","offer":"o-1","decision":"accept"}"""),
                Arguments.of(
                        new Answer(
                                "o-1",
                                Decision.COUNTER,
                                Optional.of(Reason.CONFLICT),
                                Optional.of("mine"),
                                Optional.of(Instant.parse("2026-01-01T00:00:00Z")),
                                List.of("a")),
                        """
                        {"type":"answer","offer":"o-1","decision":"counter","reason":"conflict","detail":"mine",\
                        "until":"2026-01-01T00:00:00Z","keep":["a"]}"""),
                Arguments.of(
                        new Agreed("o-1", List.of(Change.remove("c")), 5),
                        """
                        {"type":"agreed","offer":"o-1","changes":[{"path":"c","action":"remove"}],"bytes":5}"""),
                Arguments.of(
                        new Refused("o-1", Reason.POLICY, "no"),
                        """
                        {"type":"refused","offer":"o-1","reason":"policy","detail":"no"}"""),
                Arguments.of(Wait.of(WaitFor.OTHERS), """
                        {"type":"wait","for":"others"}"""),
                Arguments.of(
                        new Wait(
                                WaitFor.APPROVAL,
                                Optional.of("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
                                Optional.of(2L),
                                Optional.of(Instant.parse("2026-01-01T00:00:00Z"))),
                        """
                        {"type":"wait","for":"approval","reveal":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",\
                        "position":2,"until":"2026-01-01T00:00:00Z"}"""),
                Arguments.of(
                        new NothingToDo("up to date"),
                        """
                        {"type":"nothing_to_do","reason":"up to date"}"""),
                Arguments.of(
                        new Fetch(4294967295L, DIGEST, 65519),
                        """
                        {"type":"fetch","fetch":4294967295,"sha256":"sha256:%1$s","offset":65519}"""),
                Arguments.of(
                        new FetchFailed(1, "gone"),
                        """
                        {"type":"fetch_failed","fetch":1,"reason":"gone"}"""),
                Arguments.of(new Proceed("o-1"), """
                        {"type":"proceed","offer":"o-1"}"""),
                Arguments.of(
                        Report.of("o-1", 1, 4, ClientState.ROLLED_BACK),
                        """
                        {"type":"report","offer":"o-1","attempt":1,"seq":4,"state":"rolled_back"}"""),
                Arguments.of(
                        new Report(
                                "o-1",
                                1,
                                4,
                                ClientState.FAILED,
                                Optional.of(new Progress(1, 2)),
                                Optional.of(Reason.CHECK_FAILED),
                                Optional.of("exit 1"),
                                Optional.of("line\n")),
                        """
                        {"type":"report","offer":"o-1","attempt":1,"seq":4,"state":"failed",\
                        "progress":{"done":1,"total":2},"reason":"check_failed","detail":"exit 1",\
                        "output":"line\\n"}"""),
                Arguments.of(new Ack(1, 4), """
                        {"type":"ack","attempt":1,"seq":4}"""),
                Arguments.of(
                        new Confirmed("o-1", 1),
                        """
                        {"type":"confirmed","offer":"o-1","attempt":1}"""),
                Arguments.of(new Pause("lunch"), """
                        {"type":"pause","reason":"lunch"}"""),
                Arguments.of(new Resume("back"), """
                        {"type":"resume","reason":"back"}"""),
                Arguments.of(new Cancel("no"), """
                        {"type":"cancel","reason":"no"}"""),
                Arguments.of(new Ping(), """
                        {"type":"ping"}"""),
                Arguments.of(new Pong(), """
                        {"type":"pong"}"""));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void everyMessageHasItsOneText(Message message, String json) throws MessageException {
        String expected = json.replace("%1$s", HEX);
        assertThat(new String(Messages.encode(message), StandardCharsets.UTF_8)).isEqualTo(expected);
        assertThat(Messages.decode(expected.getBytes(StandardCharsets.UTF_8))).isEqualTo(message);
    }

    @Test
    void everyKindOfMessageIsInTheListAbove() {
        assertThat(messages().map(a -> (Object) a.get()[0].getClass()).distinct())
                .containsExactlyInAnyOrder((Object[]) Message.class.getPermittedSubclasses());
    }

    @Test
    void membersThatAreNotKnownAreIgnored() throws MessageException {
        assertThat(Messages.decode("{\"new\":[{\"deep\":{}}],\"offer\":\"o-1\",\"type\":\"proceed\"}"
                        .getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new Proceed("o-1"));
    }

    @Test
    void theTypeIsTheWordOfTheMessage() {
        assertThat(Messages.type(new NothingToDo(""))).isEqualTo("nothing_to_do");
    }
}
