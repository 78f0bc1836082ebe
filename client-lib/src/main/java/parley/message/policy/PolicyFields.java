package parley.message.policy;

import static parley.message.policy.PolicyField.Group.HOW;
import static parley.message.policy.PolicyField.Group.WHEN;
import static parley.message.policy.PolicyField.Group.WHO;
import static parley.message.policy.PolicyField.field;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import parley.message.ApplyMode;
import parley.message.Severity;
import parley.message.platform.OperatingSystem;

/**
 * The fields of a task's policy. All code that reads, writes, offers or explains policies uses {@link #ALL}, so a new
 * field is one entry here, and the code that acts on it. The defaults are safe and fit five machines.
 */
public final class PolicyFields {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MONTH = Duration.ofDays(30);
    private static final int MANY = 100_000;

    public static final PolicyField<Duration> EXPIRES_IN = field("expiresIn", new DurationType(SECOND, MONTH))
            .usually(Duration.ofHours(24))
            .described("how long the tokens admit new clients, {bounds}")
            .option("--expires", "TIME", "How long the token lets new clients in: 45m, 2h, 1d12h, PT2H{default}.")
            .onPage(WHO, "Tokens are valid for", "")
            .build();

    public static final PolicyField<Integer> MAX_CLIENTS = field("maxClients", new CountType(1, MANY))
            .usually(100)
            .described("how many clients one token admits, {bounds}")
            .option("--clients", "N", "How many clients the token lets in{default}.")
            .onPage(WHO, "Clients that one token admits", "")
            .build();

    public static final PolicyField<Integer> EXPECTED_CLIENTS = field("expectedClients", new CountType(1, MANY))
            .whenMissing("those that joined so far")
            .described("how many clients are expected: with `together` that many have to be ready; {bounds}")
            .option("--expected", "N", "How many clients are expected to take part{default}.")
            .onPage(WHO, "Clients expected", "empty: those that joined so far")
            .build();

    public static final PolicyField<Boolean> APPROVAL = field("approval", new FlagType())
            .usually(false)
            .described("whether an operator has to approve each new client, which shows the same six digits as the"
                    + " server; [see below](#approval)")
            .option(
                    "--approval",
                    true,
                    "Each new client waits until parley task approve lets it in; both sides show the same six digits.")
            .onPage(WHO, "An operator approves each new client", "")
            .told("each new client has to be approved")
            .build();

    public static final PolicyField<Duration> APPROVAL_TIMEOUT = field(
                    "approvalTimeout", new DurationType(SECOND, MONTH))
            .whenMissing("until the deadline")
            .described("with `approval`, how long a new client waits for it before it is timed out, {bounds};"
                    + " not while the task is paused")
            .option(
                    "--approval-timeout",
                    "TIME",
                    "With --approval, when a client that nobody approves is timed out{default}.")
            .onPage(WHO, "A client waits for approval for", "empty: until the deadline")
            .told("a client that nobody approves within {} is timed out")
            .build();

    public static final PolicyField<ApplyMode> APPLY = field("apply", new WordType<>(ApplyMode.class))
            .usually(ApplyMode.AT_ONCE)
            .described("`at_once`, or `together`: no client applies before all are ready")
            .option(
                    "--together",
                    ApplyMode.TOGETHER,
                    "No client applies before all have the files: --expected many, or all that have joined.")
            .onPage(WHEN, "Apply", "")
            .offering("at_once", "each when it is ready")
            .offering("together", "all together")
            .build();

    public static final PolicyField<DropOut> DROP_OUT = field("dropOut", new WordType<>(DropOut.class))
            .usually(DropOut.PAUSE)
            .described("with `together`, when a client ends badly before that: `pause` pauses the task, and a resume"
                    + " goes on without those that have dropped out; `go_on`: the others do not wait for it")
            .option(
                    "--drop-out",
                    "pause|go_on",
                    "With --together, what happens if a client ends badly before the switch-over: pause the task, or"
                            + " let the others go on without it{default}.")
            .onPage(WHEN, "Together: if one drops out", "")
            .offering("pause", "pause the task")
            .offering("go_on", "go on without it")
            .build();

    public static final PolicyField<Waves> WAVES = field("waves", new WavesType())
            .whenMissing("one wave of all")
            .described("the steps of the rollout, {bounds}: `\"1,10%/95%/2h,100%\"`; [see below](#waves)")
            .option(
                    "--waves",
                    "WAVES",
                    "The steps of the rollout, as 1,10%,100%: so many clients may begin, and more when these have"
                            + " succeeded. SIZE/SUCCESS/SOAK says how many have to succeed, and how long no client"
                            + " may fail after that: 10%/95%/2h; the last may be +20, repeated{default}.")
            .onPage(WHEN, "Waves", "1,10%/95%/2h,100%: size/successes/time without a failure")
            .told("in waves of {} clients")
            .build();

    public static final PolicyField<WaveOrder> WAVE_ORDER = field("waveOrder", new WaveOrderType())
            .whenMissing("joined")
            .described("with `waves`, who comes first: `joined` (who joined first), `name`, `shuffled`, or a label like"
                    + " `canary=true` whose clients come before the others")
            .option(
                    "--wave-order",
                    "ORDER",
                    "With --waves, who comes first: joined, name, shuffled, or the clients with a label like"
                            + " canary=true{default}.")
            .onPage(WHEN, "First in a wave", "joined, name, shuffled, or canary=true")
            .told("first in a wave: {}")
            .build();

    public static final PolicyField<CountOrPercent> ERROR_THRESHOLD = field("errorThreshold", new CountOrPercentType())
            .whenMissing("off")
            .described("how many clients that end badly pause the task: a number, or a percentage of a wave (without"
                    + " `waves`, of all); {bounds}")
            .option(
                    "--error-threshold",
                    "N|N%",
                    "When so many clients have failed, or so many percent of a wave, the task pauses{default}.")
            .onPage(WHEN, "Pause if so many fail", "5, 5%; empty: never")
            .told("pauses when {} of the clients fail")
            .build();

    public static final PolicyField<OnError> ON_ERROR = field("onError", new WordType<>(OnError.class))
            .usually(OnError.PAUSE)
            .described("with `errorThreshold`, when it is reached: `pause`, or `roll_back`: the clients that have"
                    + " succeeded also go back to what they had before; [see below](#undo)")
            .option(
                    "--on-error",
                    "pause|roll_back",
                    "With --error-threshold, what happens when it is reached: pause the task, or also take the"
                            + " clients that have succeeded back to what they had before{default}.")
            .onPage(WHEN, "If so many fail", "")
            .offering("pause", "pause the task")
            .offering("roll_back", "pause it, and take all back")
            .toldWhen("roll_back", "if too many fail, all go back to what they had before")
            .build();

    public static final PolicyField<WeeklyWindow> WINDOW = field("window", new WindowType())
            .whenMissing("any time")
            .described("`{\"days\":[\"MO\",\"FR\"],\"start\":\"22:00\",\"duration\":\"PT4H\","
                    + "\"zone\":\"Europe/Berlin\"}`: when clients may begin to download and to apply;"
                    + " without `days` every day; {bounds}")
            .option(
                    "--window",
                    "WINDOW",
                    "When clients may apply: \"[DAYS] FROM-TO [ZONE]\", as \"MO-FR 22:00-02:00"
                            + " Europe/Berlin\"{default}.")
            .onPage(WHEN, "Clients apply", "")
            .told("clients apply {} only")
            .build();

    public static final PolicyField<Severity> SEVERITY = field("severity", new WordType<>(Severity.class))
            .usually(Severity.MANDATORY)
            .described("`critical`, `mandatory`, `optional`: told to clients")
            .option("--severity", "WORD", "critical, mandatory or optional; clients are shown it{default}.")
            .onPage(HOW, "Severity", "only an optional update may be declined")
            .offering("mandatory", "mandatory")
            .offering("optional", "optional")
            .offering("critical", "critical")
            .toldWhen("critical", "critical")
            .toldWhen("optional", "optional: a client may decline it without harm")
            .build();

    public static final PolicyField<Duration> MAX_DEFER = field("maxDefer", new DurationType(Duration.ZERO, MONTH))
            .usually(Duration.ZERO)
            .whenMissing("not at all")
            .described("how long a client may put the update off in all, {bounds}")
            .option("--max-defer", "TIME", "How long a client may put the update off in all{default}.")
            .onPage(WHEN, "A client may defer for", "")
            .told("a client may put it off for up to {}")
            .build();

    public static final PolicyField<Duration> DEADLINE = field(
                    "deadline", new DurationType(SECOND, Duration.ofDays(60)))
            .whenMissing("24 hours after the tokens end")
            .described("when after the start a client that has not finished is timed out, {bounds};"
                    + " not before `expiresIn`")
            .option("--deadline", "TIME", "When a client that has not finished is timed out, after the start{default}.")
            .onPage(WHO, "Everything ends after", "empty: a day after the tokens")
            .told("timed out {} after the start")
            .build();

    public static final PolicyField<Duration> STATE_TIMEOUT = field("stateTimeout", new DurationType(SECOND, MONTH))
            .usually(Duration.ofHours(1))
            .described("how long a client may be silent in one state, {bounds}; not while something blocks "
                    + "it or the task is paused")
            .option(
                    "--state-timeout",
                    "TIME",
                    "When a client that says nothing within one state is timed out{default}.")
            .onPage(WHEN, "Timed out after silence of", "")
            .told("timed out after {} of silence")
            .build();

    public static final PolicyField<Boolean> KEEP_LOCAL = field("keepLocal", new FlagType())
            .usually(false)
            .described("whether a client may keep its local changes")
            .option("--keep-local", true, "Clients may keep files that were changed locally.")
            .onPage(HOW, "Clients may keep their own changes", "")
            .told("clients may keep files that were changed locally")
            .build();

    public static final PolicyField<Boolean> ALLOW_DOWNGRADE = field("allowDowngrade", new FlagType())
            .usually(false)
            .described("whether this task may replace what clients have from a task that started later;"
                    + " then the server [does not ask](#order)")
            .option("--allow-downgrade", true, "An older version may replace a newer one, without a question.")
            .onPage(HOW, "An older bundle may replace a newer one", "")
            .told("an older version may replace a newer one (downgrade)")
            .build();

    public static final PolicyField<Duration> CONFIRM = field(
                    "confirm", new DurationType(Duration.ZERO, Duration.ofHours(24)))
            .usually(Duration.ofMinutes(10))
            .described("how long after applying a client has time to reach the server again before it rolls back,"
                    + " {bounds}; `PT0S`: no confirmation. Only clients with the capability `confirm` are asked for it")
            .option(
                    "--confirm",
                    "TIME|off",
                    "A client that cannot reach the server again within this time after applying rolls back by"
                            + " itself{default}.")
            .onPage(HOW, "To be confirmed within", "or it is undone; 0: no confirmation")
            .told(
                    "a client that cannot be reached within {} after applying rolls back",
                    "nobody confirms that a client can still be reached")
            .toldAlways()
            .build();

    public static final PolicyField<Retry> RETRY = field("retry", new RetryType())
            .usually(Retry.DEFAULT)
            .whenMissing(Retry.DEFAULT.times() + ", on transient reasons")
            .described("`{\"times\":2,\"reasons\":[\"no_space\"]}`, or just the number, {bounds}: new attempts after"
                    + " failures, and on which reasons")
            .option("--retries", "N", "How often a client whose update went wrong tries again by itself{default}.")
            .onPage(HOW, "Retries after a transient failure", "")
            .told("up to {} more tries after a failure", "no client tries again by itself")
            .build();

    public static final PolicyField<Set<OperatingSystem>> PLATFORMS = field(
                    "platforms",
                    new WordSetType<>(
                            new WordType<>(OperatingSystem.class), Optional.of("so that no client could take part")))
            .usually(OperatingSystem.ALL)
            .whenMissing("all")
            .described("which clients it is for: `linux`, `macos`, `windows`. Names in its bundles that one of these"
                    + " cannot have are refused when the task is made (422 `bad_path`); a client of another platform"
                    + " gets `nothing_to_do` with the reason")
            .option(
                    "--platforms",
                    "LIST",
                    "Which clients it is for: linux, macos, windows{default}. A task for all accepts only "
                            + "names that all can have.")
            .onPage(
                    HOW,
                    "For clients on",
                    "linux, macos, windows; empty: all. Names that one of them cannot have are refused")
            .told("for clients on {} only")
            .build();

    public static final PolicyField<LinkPolicy> LINKS = field("links", new WordType<>(LinkPolicy.class))
            .usually(LinkPolicy.KEEP)
            .described("symbolic links of its bundles: `keep` (links on clients that have them, copies elsewhere),"
                    + " `copy` (copies everywhere), `refuse` (422 `bad_path`)")
            .option(
                    "--links",
                    "keep|copy|refuse",
                    "Symbolic links of the bundle: links on clients that have them and copies elsewhere, copies"
                            + " everywhere, or no task{default}.")
            .onPage(HOW, "Links among the files", "")
            .offering("keep", "links where clients have them")
            .offering("copy", "copies everywhere")
            .offering("refuse", "refused")
            .toldWhen("copy", "links in the bundle become copies")
            .toldWhen("refuse", "links in the bundle are refused")
            .build();

    /** All of them, in the order of documents, options and JSON. */
    public static final List<PolicyField<?>> ALL = List.of(
            EXPIRES_IN,
            MAX_CLIENTS,
            EXPECTED_CLIENTS,
            APPROVAL,
            APPROVAL_TIMEOUT,
            APPLY,
            DROP_OUT,
            WAVES,
            WAVE_ORDER,
            ERROR_THRESHOLD,
            ON_ERROR,
            WINDOW,
            SEVERITY,
            MAX_DEFER,
            DEADLINE,
            STATE_TIMEOUT,
            KEEP_LOCAL,
            ALLOW_DOWNGRADE,
            CONFIRM,
            RETRY,
            PLATFORMS,
            LINKS);

    private PolicyFields() {}
}
