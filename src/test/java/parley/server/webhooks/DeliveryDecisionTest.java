package parley.server.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import parley.server.events.EventLog;
import parley.server.events.TaskEvent;
import parley.server.storage.JsonValues;

/** What follows from attempts, with a clock that the test sets. */
class DeliveryDecisionTest {

    private static final Instant START = Instant.parse("2026-11-28T10:00:00Z");
    private static final DeliveryDecision.Limits LIMITS =
            new DeliveryDecision.Limits(new RetrySchedule(Duration.ofHours(24)), Duration.ofDays(5));
    private static final double MIDDLE = 0.5;

    private Instant now = START;
    private Webhook webhook = new Webhook(
            "w",
            1,
            new Webhook.Settings("chat", "https://hooks.example.org/", List.of(), Optional.empty(), true),
            Optional.empty(),
            new Webhook.Secrets(new byte[0], Optional.empty(), Optional.empty()),
            START,
            "admin",
            Webhook.Progress.after(7));

    @Test
    void theDelaysDoubleFromFiveSecondsToAnHour() {
        List<Long> seconds = new ArrayList<>();
        for (int i = 0; i < 13; i++) {
            DeliveryDecision decision = attempt(8, 500);
            seconds.add(
                    Duration.between(now, decision.webhook().progress().next()).toSeconds());
            now = decision.webhook().progress().next();
        }
        assertThat(seconds)
                .containsExactly(5L, 10L, 20L, 40L, 80L, 160L, 320L, 640L, 1280L, 2560L, 3600L, 3600L, 3600L);
    }

    @Test
    void theJitterIsAFifth() {
        assertThat(RetrySchedule.delay(1, 0)).isEqualTo(Duration.ofSeconds(4));
        assertThat(RetrySchedule.delay(1, 1)).isEqualTo(Duration.ofSeconds(6));
        assertThat(RetrySchedule.delay(1_000, 1)).isEqualTo(Duration.ofMinutes(72));
    }

    @Test
    void anEventIsGivenUpAfterADayAndTheNextOneFollows() {
        DeliveryDecision decision = attempt(8, 500);
        while (decision.failure().isEmpty()) {
            now = webhook.progress().next();
            decision = attempt(8, 503);
        }
        WebhookFailure failure = decision.failure().get();
        assertThat(failure.number()).isEqualTo(1);
        assertThat(failure.event()).isEqualTo(8);
        assertThat(failure.detail()).isEqualTo("answered 503");
        assertThat(failure.body()).contains("\"specversion\":\"1.0\"");
        assertThat(Duration.between(START, now)).isBetween(Duration.ofHours(23), Duration.ofHours(24));
        assertThat(webhook.progress().delivered()).isEqualTo(8);
        assertThat(webhook.progress().next()).isEqualTo(now.plus(Duration.ofHours(1)));

        now = webhook.progress().next();
        assertThat(attempt(9, 200).failure()).isEmpty();
        assertThat(webhook.progress().delivered()).isEqualTo(9);
        assertThat(webhook.progress().attempts()).isZero();
        assertThat(webhook.progress().failingSince()).isEmpty();
    }

    @Test
    void aTargetThatIsDeadForFiveDaysIsSwitchedOffAndForgetsNothing() {
        long event = 8;
        DeliveryDecision decision = attempt(event, 500);
        int letters = 0;
        while (!decision.switchedOff()) {
            if (decision.failure().isPresent()) {
                letters++;
                event++;
            }
            now = webhook.progress().next();
            decision = attempt(event, 500);
        }
        assertThat(letters).isEqualTo(4);
        assertThat(webhook.progress().delivered()).isEqualTo(7 + letters);
        assertThat(webhook.settings().enabled()).isFalse();
        assertThat(webhook.reason())
                .hasValue("No delivery has succeeded since 2026-11-28T10:00:00Z; the last attempt: answered 500.");
        assertThat(Duration.between(START, now)).isBetween(Duration.ofDays(5), Duration.ofHours(122));
    }

    @Test
    void aTargetThatIsGoneIsSwitchedOffAtOnce() {
        assertThat(attempt(8, 410).switchedOff()).isTrue();
        assertThat(webhook.progress().delivered()).isEqualTo(7);
    }

    @Test
    void anyStatusOtherThan2xxIsAFailure() {
        for (int status : new int[] {100, 199, 300, 304, 400, 404, 429, 503}) {
            assertThat(DeliveryResult.answered(status, Duration.ZERO).delivered())
                    .as("status %d", status)
                    .isFalse();
        }
        assertThat(DeliveryResult.answered(299, Duration.ZERO).delivered()).isTrue();
    }

    @Test
    void anEventIsACloudEvent() {
        assertThat(CloudEvent.of("0123456789abcdef0123", filed(8)))
                .isEqualTo(new CloudEvent(
                        "0123456789abcdef-8",
                        "{\"specversion\":\"1.0\",\"id\":\"0123456789abcdef-8\","
                                + "\"source\":\"urn:parley:server:0123456789abcdef\","
                                + "\"type\":\"io.github.parley-rollout.task\",\"time\":\"2026-11-28T10:00:00Z\","
                                + "\"subject\":\"t\",\"datacontenttype\":\"application/json\","
                                + "\"data\":{\"number\":8,\"at\":\"2026-11-28T10:00:00Z\",\"kind\":\"task\"}}"));
    }

    private DeliveryDecision attempt(long event, int status) {
        EventLog.Filed filed = filed(event);
        DeliveryDecision decision = DeliveryDecision.of(
                webhook,
                new DeliveryDecision.Sent(filed, CloudEvent.of("0123456789abcdef0123", filed)),
                DeliveryResult.answered(status, Duration.ZERO),
                now,
                LIMITS,
                MIDDLE);
        webhook = decision.webhook();
        return decision;
    }

    private static EventLog.Filed filed(long number) {
        return new EventLog.Filed(
                "t", new TaskEvent(number, START, "task", JsonValues.object().build()));
    }
}
