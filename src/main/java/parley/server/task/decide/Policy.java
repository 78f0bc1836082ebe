package parley.server.task.decide;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import parley.message.ApplyMode;
import parley.message.Severity;
import parley.message.Terms;
import parley.message.platform.OperatingSystem;
import parley.message.policy.CountOrPercent;
import parley.message.policy.DropOut;
import parley.message.policy.LinkPolicy;
import parley.message.policy.OnError;
import parley.message.policy.PolicyField;
import parley.message.policy.PolicyFields;
import parley.message.policy.Retry;
import parley.message.policy.WaveOrder;
import parley.message.policy.Waves;
import parley.message.policy.WeeklyWindow;

/**
 * The policy of a task: the values of {@link PolicyFields}, which describes each of them. Immutable. The reader of a
 * policy checks that a value is within the bounds of its field.
 */
public final class Policy {

    /** Every field with its default. */
    public static final Policy DEFAULT = new Policy(Map.of());

    private static final Duration GRACE_AFTER_EXPIRY = Duration.ofHours(24);

    private final Map<PolicyField<?>, Object> values;

    private Policy(Map<PolicyField<?>, Object> values) {
        this.values = Map.copyOf(values);
    }

    /** The same, with this value of one field. */
    public <T> Policy with(PolicyField<T> field, T value) {
        Map<PolicyField<?>, Object> all = new HashMap<>(values);
        all.put(field, value);
        return new Policy(all);
    }

    /** The same, with the defaults of these fields. */
    public Policy without(Collection<PolicyField<?>> fields) {
        Map<PolicyField<?>, Object> some = new HashMap<>(values);
        some.keySet().removeAll(fields);
        return new Policy(some);
    }

    /** The value of this field or its default; empty if it has none. */
    @SuppressWarnings("unchecked") // with() is the only way in
    public <T> Optional<T> find(PolicyField<T> field) {
        return Optional.ofNullable((T) values.get(field)).or(field::usual);
    }

    private <T> T get(PolicyField<T> field) {
        return find(field).orElseThrow();
    }

    public Duration expiresIn() {
        return get(PolicyFields.EXPIRES_IN);
    }

    public int maxClients() {
        return get(PolicyFields.MAX_CLIENTS);
    }

    /** Whether an operator has to approve each new client before it is offered anything. */
    public boolean approval() {
        return get(PolicyFields.APPROVAL);
    }

    public Optional<Integer> expectedClients() {
        return find(PolicyFields.EXPECTED_CLIENTS);
    }

    public ApplyMode apply() {
        return get(PolicyFields.APPLY);
    }

    public DropOut dropOut() {
        return get(PolicyFields.DROP_OUT);
    }

    /** The steps of the rollout; empty: all clients may begin at once. */
    public Optional<Waves> waves() {
        return find(PolicyFields.WAVES);
    }

    public WaveOrder waveOrder() {
        return find(PolicyFields.WAVE_ORDER).orElse(WaveOrder.JOINED);
    }

    public Optional<CountOrPercent> errorThreshold() {
        return find(PolicyFields.ERROR_THRESHOLD);
    }

    public OnError onError() {
        return get(PolicyFields.ON_ERROR);
    }

    public Optional<WeeklyWindow> window() {
        return find(PolicyFields.WINDOW);
    }

    public Severity severity() {
        return get(PolicyFields.SEVERITY);
    }

    public Duration maxDefer() {
        return get(PolicyFields.MAX_DEFER);
    }

    /** How long after the start of the task a client that has not finished is timed out. */
    public Duration deadlineIn() {
        return find(PolicyFields.DEADLINE).orElseGet(() -> expiresIn().plus(GRACE_AFTER_EXPIRY));
    }

    /** How long a new client may wait for its approval; empty: until the deadline. */
    public Optional<Duration> approvalTimeout() {
        return find(PolicyFields.APPROVAL_TIMEOUT);
    }

    public Duration stateTimeout() {
        return get(PolicyFields.STATE_TIMEOUT);
    }

    public boolean keepLocal() {
        return get(PolicyFields.KEEP_LOCAL);
    }

    public boolean allowDowngrade() {
        return get(PolicyFields.ALLOW_DOWNGRADE);
    }

    /** Zero: no confirmation. */
    public Duration confirm() {
        return get(PolicyFields.CONFIRM);
    }

    public Retry retry() {
        return get(PolicyFields.RETRY);
    }

    public Set<OperatingSystem> platforms() {
        return get(PolicyFields.PLATFORMS);
    }

    public LinkPolicy links() {
        return get(PolicyFields.LINKS);
    }

    /**
     * The terms of an offer that is made now.
     *
     * @param since when the first offer of the attempt was made: deferring counts from there
     * @param until the task's deadline
     * @param confirms whether the client can leave an update open until it is confirmed; otherwise the terms do not
     *     ask for it
     */
    Terms terms(Instant since, Optional<Instant> until, boolean confirms, Instant now) {
        Optional<Instant> deferUntil = maxDefer().isZero() ? Optional.empty() : Optional.of(since.plus(maxDefer()));
        Optional<Duration> confirmWithin = confirms && !confirm().isZero() ? Optional.of(confirm()) : Optional.empty();
        return new Terms(
                severity(),
                deferUntil,
                window().map(hours -> hours.at(now)),
                until,
                keepLocal(),
                allowDowngrade(),
                apply(),
                confirmWithin,
                platforms());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Policy policy
                && PolicyFields.ALL.stream().allMatch(field -> find(field).equals(policy.find(field)));
    }

    @Override
    public int hashCode() {
        return PolicyFields.ALL.stream().map(this::find).toList().hashCode();
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
