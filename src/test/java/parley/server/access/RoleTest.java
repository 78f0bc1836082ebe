package parley.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoleTest {

    @Test
    void mayDoWhatTheOnesBeforeItMay() {
        assertThat(Role.ADMIN.includes(Role.VIEWER)).isTrue();
        assertThat(Role.OPERATOR.includes(Role.OPERATOR)).isTrue();
        assertThat(Role.VIEWER.includes(Role.OPERATOR)).isFalse();
    }

    @Test
    void isKnownByItsWordOnly() {
        assertThat(Role.of("operator")).contains(Role.OPERATOR);
        assertThat(Role.of("OPERATOR")).isEmpty();
    }
}
