package parley.server.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class IdsTest {

    @Test
    void areVersion7UuidsThatBeginWithTheTime() {
        Ids ids = new Ids(Clock.fixed(Instant.ofEpochMilli(0x017F22E279B0L), ZoneOffset.UTC), new SecureRandom());

        assertThat(ids.next()).matches("017f22e2-79b0-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
        assertThat(ids.next()).isNotEqualTo(ids.next());
    }
}
