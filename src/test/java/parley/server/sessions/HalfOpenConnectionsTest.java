package parley.server.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HalfOpenConnectionsTest {

    private final HalfOpenConnections halfOpen = new HalfOpenConnections(2, 3);

    @Test
    void oneAddressGetsItsShare() {
        assertThat(halfOpen.enter("a")).isTrue();
        assertThat(halfOpen.enter("a")).isTrue();
        assertThat(halfOpen.enter("a")).isFalse();
        assertThat(halfOpen.enter("b")).isTrue();
    }

    @Test
    void allTogetherGetTheirs() {
        halfOpen.enter("a");
        halfOpen.enter("b");
        halfOpen.enter("c");

        assertThat(halfOpen.enter("d")).isFalse();
        halfOpen.leave("b");
        assertThat(halfOpen.enter("d")).isTrue();
        assertThat(halfOpen.count()).isEqualTo(3);
    }
}
