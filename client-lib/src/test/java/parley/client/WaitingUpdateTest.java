package parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import parley.client.testing.internal.FakeSession;
import parley.message.Ack;
import parley.message.Agreed;
import parley.message.Answer;
import parley.message.Cancel;
import parley.message.ClientState;
import parley.message.Decision;
import parley.message.Inventory;
import parley.message.Offer;
import parley.message.Pause;
import parley.message.Ping;
import parley.message.Pong;
import parley.message.Proceed;
import parley.message.Report;
import parley.message.Resume;
import parley.message.Wait;
import parley.message.WaitFor;

/** Updates that wait: for a window, for the other clients, for the time that they were put off to. */
class WaitingUpdateTest extends ClientFixture {

    private static final Resume BACK = new Resume("back");
    private static final Instant MORNING = Instant.parse("2026-11-23T06:00:00Z");

    /** Allowed in the first session, just before the window closes, and not begun; the second session comes later. */
    private void theWindowClosesBeforeItBegins(Consumer<FakeSession> pong) {
        Instant opening = clock.instant().plusSeconds(30);
        server.instead = (session, message) -> {
            if (isReport(message, ClientState.STAGED)) {
                session.send(new Pause("lunch"));
                server.answer(session, message);
                server.hold = new Wait(WaitFor.WINDOW, Optional.empty(), Optional.empty(), Optional.of(opening));
                session.cut();
            } else if (message instanceof Inventory && server.tries.size() == 2) {
                server.answer(session, message);
                session.send(new Ping());
            } else if (message instanceof Pong) {
                pong.accept(session);
            } else {
                server.answer(session, message);
            }
        };
    }

    @Test
    void whatWasAllowedBeforeTheWindowClosedIsNotBegunAfterIt() throws Exception {
        AtomicInteger pongs = new AtomicInteger();
        theWindowClosesBeforeItBegins(session -> {
            if (pongs.incrementAndGet() < 3) {
                session.send(new Ping());
            } else if (pongs.get() == 3) {
                server.heard.add(BACK);
                session.send(new Proceed("o-1"));
            }
        });

        assertThat(run().state()).isEqualTo(ClientState.SUCCEEDED);

        assertThat(server.heard.subList(0, server.heard.indexOf(BACK)))
                .noneMatch(m -> isReport(m, ClientState.APPLYING));
        assertThat(handler.count("apply")).isEqualTo(1);
    }

    @Test
    void whatWasAllowedBeforeTheWindowClosedIsAskedAboutWhenItOpensAgain() throws Exception {
        theWindowClosesBeforeItBegins(session -> {
            if (server.heard(Inventory.class).size() == 2) {
                clock.advance(Duration.ofSeconds(15));
                session.send(new Ping());
            }
            if (clock.instant().isAfter(server.hold.until().orElseThrow())) {
                server.hold = new Wait(WaitFor.WINDOW, Optional.empty(), Optional.empty(), Optional.of(MORNING));
            }
        });
        Instant start = clock.instant();
        listener = new UpdateListener() {
            @Override
            public void waiting(Wait wait, Optional<String> approvalCode) {
                if (wait.until().equals(Optional.of(MORNING))) {
                    server.say(new Proceed("o-1"));
                }
            }
        };

        assertThat(run(client().clock(clock)).state()).isEqualTo(ClientState.SUCCEEDED);

        assertThat(server.heard(Inventory.class)).hasSize(3);
        assertThat(clock.instant()).isAfterOrEqualTo(start.plusSeconds(60));
    }

    @Test
    void whatWasCalledOffWhileTheClientWasAwayIsNotAppliedAlthoughItWasAllowedBefore() throws Exception {
        UpdateClient stopped = client().handler(new MemoryHandler() {
                    @Override
                    public Applied apply(Offer offer, Agreed agreed, Applying applying) {
                        throw new IllegalStateException("paused");
                    }
                })
                .build();
        server.instead = (session, message) -> {
            if (isReport(message, ClientState.STAGED)) {
                session.send(new Pause("lunch"));
                server.answer(session, message);
                session.send(new Ping());
            } else if (message instanceof Pong) {
                new Thread(stopped::close).start();
            } else {
                server.answer(session, message);
            }
        };
        assertThatThrownBy(stopped::run).isInstanceOf(InterruptedException.class);
        server.instead = (session, message) -> {
            if (message instanceof Inventory) {
                session.send(new Cancel("wrong bundle"));
            } else {
                server.answer(session, message);
            }
        };

        assertThat(run().state()).isEqualTo(ClientState.CANCELLED);
        assertThat(handler.calls).doesNotContain("apply");
    }

    @Test
    void theClientKnowsWhyItWaitsAfterItsAcceptAlsoWithoutAConnection() throws Exception {
        Wait window = new Wait(WaitFor.WINDOW, Optional.empty(), Optional.empty(), Optional.of(MORNING));
        List<String> waits = Collections.synchronizedList(new ArrayList<>());
        UpdateClient[] client = new UpdateClient[1];
        listener = new UpdateListener() {
            @Override
            public void waiting(Wait wait, Optional<String> approvalCode) {
                waits.add("waiting " + client[0].waitsFor().orElseThrow().waitFor());
            }

            @Override
            public void reconnecting(Duration delay, String why) {
                waits.add("away, waiting " + client[0].waitsFor().orElseThrow().waitFor());
            }

            @Override
            public void state(ClientState state) {
                waits.add(state + (client[0].waitsFor().isPresent() ? " still waiting" : ""));
            }
        };
        server.instead = (session, message) -> {
            if (message instanceof Answer answer && answer.decision() == Decision.ACCEPT) {
                session.send(window);
                session.later(session::cut);
            } else if (message instanceof Inventory && server.tries.size() == 2) {
                session.send(window);
                server.agreed = true;
                session.send(server.agreed());
            } else {
                server.answer(session, message);
            }
        };
        client[0] = client().listener(listener).build();

        Outcome outcome = client[0].run();
        client[0].close();

        assertThat(outcome.state()).isEqualTo(ClientState.SUCCEEDED);
        assertThat(waits)
                .startsWith("waiting WINDOW", "away, waiting WINDOW", "waiting WINDOW", "DOWNLOADING", "STAGED");
        assertThat(handler.count("decide")).isEqualTo(1);
    }

    @Test
    void aStagedClientWaitsForTheOthersOverALostConnectionAndARestart() throws Exception {
        Wait others = new Wait(WaitFor.OTHERS, Optional.empty(), Optional.empty(), Optional.empty());
        List<WaitFor> waits = Collections.synchronizedList(new ArrayList<>());
        UpdateClient[] client = new UpdateClient[1];
        listener = new UpdateListener() {
            @Override
            public void waiting(Wait wait, Optional<String> approvalCode) {
                waits.add(wait.waitFor());
                if (server.tries.size() == 1) {
                    server.cutLast();
                } else if (server.tries.size() == 2) {
                    client[0].close();
                }
            }
        };
        server.instead = (session, message) -> {
            if (isReport(message, ClientState.STAGED)) {
                server.reports.add((Report) message);
                server.clientState = ClientState.STAGED;
                session.send(new Ack(1, server.reports.size()));
                session.send(others);
            } else if (message instanceof Inventory && server.clientState == ClientState.STAGED) {
                session.send(others);
                if (server.tries.size() == 3) {
                    session.send(new Proceed("o-1"));
                }
            } else {
                server.answer(session, message);
            }
        };
        client[0] = client().listener(listener).build();
        assertThatThrownBy(client[0]::run).isInstanceOf(InterruptedException.class);

        assertThat(run().state()).isEqualTo(ClientState.SUCCEEDED);

        assertThat(waits).containsExactly(WaitFor.OTHERS, WaitFor.OTHERS, WaitFor.OTHERS);
        assertThat(server.reports.stream().filter(r -> r.state() == ClientState.STAGED))
                .hasSize(1);
        assertThat(handler.count("apply")).isEqualTo(1);
    }

    @Test
    void aDeferralIsToldOnceHoweverOftenAClientThatStaysReconnects() throws Exception {
        UpdateClient[] client = new UpdateClient[1];
        List<ClientState> ends = Collections.synchronizedList(new ArrayList<>());
        MemoryHandler deferring = new MemoryHandler() {
            @Override
            public Answer decide(Offer offer) {
                return Answer.defer(offer.offer(), clock.instant().plus(LONG), "later");
            }
        };
        AtomicInteger pongs = new AtomicInteger();
        listener = new UpdateListener() {
            @Override
            public void ended(Outcome outcome) {
                ends.add(outcome.state());
                server.cutLast();
            }
        };
        server.instead = (session, message) -> {
            server.answer(session, message);
            if (message instanceof Ping && pongs.incrementAndGet() > 1) {
                if (pongs.get() == 4) {
                    new Thread(client[0]::close).start();
                } else {
                    session.later(session::cut);
                }
            }
        };
        client[0] = client().handler(deferring)
                .clock(clock)
                .listener(listener)
                .stay(true)
                .build();

        assertThatThrownBy(client[0]::run).isInstanceOf(InterruptedException.class);

        assertThat(server.tries).hasSizeGreaterThan(2);
        assertThat(ends).containsExactly(ClientState.DEFERRED);
    }
}
