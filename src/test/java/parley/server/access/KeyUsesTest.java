package parley.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import parley.server.threads.ServerThreads;

class KeyUsesTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private final List<String> written = new ArrayList<>();
    private final List<Runnable> waiting = new ArrayList<>();
    private final KeyUses uses = new KeyUses();

    private boolean full;
    private boolean databaseIsAway;

    KeyUsesTest() {
        uses.clock = Clock.fixed(NOW, ZoneOffset.UTC);
        uses.threads = new ServerThreads() {
            @Override
            public Executor background() {
                return work -> {
                    if (full) {
                        throw new RejectedExecutionException("full");
                    }
                    waiting.add(work);
                };
            }
        };
        uses.keys = new ApiKeys() {
            @Override
            public void used(String id, Instant now, Instant unlessAfter) {
                if (databaseIsAway) {
                    throw new IllegalStateException("no connection");
                }
                written.add(id + " " + now + ", unless after " + unlessAfter);
            }
        };
    }

    @Test
    void manyUsesAtOnceAreWrittenOnceAndNoneOfThemWaits() {
        for (int i = 0; i < 100; i++) {
            uses.note(key(null));
        }
        assertThat(written).isEmpty();

        assertThat(waiting).hasSize(1);
        runAll();

        assertThat(written).containsExactly("ci 2026-11-22T12:00:00Z, unless after 2026-11-22T11:59:00Z");
    }

    @Test
    void usesWithinAMinuteOfTheLastAreNotWritten() {
        uses.note(key(NOW.minus(Duration.ofSeconds(60))));
        assertThat(waiting).isEmpty();
        uses.note(key(NOW.minus(Duration.ofSeconds(61))));
        assertThat(waiting).hasSize(1);
    }

    @Test
    void whatCannotBeWrittenIsLeftToTheNextUse() {
        full = true;
        uses.note(key(null));
        full = false;
        databaseIsAway = true;
        uses.note(key(null));
        runAll();
        assertThat(written).isEmpty();
        databaseIsAway = false;

        uses.note(key(null));
        runAll();

        assertThat(written).hasSize(1);
    }

    private void runAll() {
        List<Runnable> all = List.copyOf(waiting);
        waiting.clear();
        all.forEach(Runnable::run);
    }

    private static ApiKey key(Instant lastUsed) {
        return new ApiKey(
                "ci", "ci", Role.OPERATOR, Optional.empty(), Optional.empty(), "hash", NOW, "admin", Optional.empty()) {
            @Override
            public Optional<Instant> lastUsed() {
                return Optional.ofNullable(lastUsed);
            }
        };
    }
}
