package parley.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.PessimisticLockException;
import org.junit.jupiter.api.Test;

class DeadlocksTest {

    private int runs;

    @Test
    void whatADeadlockEndedIsDoneAgain() {
        Deadlocks.repeated(() -> {
            if (++runs < 3) {
                throw new PessimisticLockException();
            }
        });
        assertThat(runs).isEqualTo(3);
    }

    @Test
    void notWithoutEnd() {
        assertThatThrownBy(() -> Deadlocks.repeated(() -> {
                    runs++;
                    throw new PessimisticLockException();
                }))
                .isInstanceOf(PessimisticLockException.class);
        assertThat(runs).isEqualTo(4);
    }

    @Test
    void anotherFailureIsNotTriedAgain() {
        assertThatThrownBy(() -> Deadlocks.repeated(() -> {
                    runs++;
                    throw new IllegalStateException("wrong");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(runs).isEqualTo(1);
    }
}
