package parley.client.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessLockTest {

    @TempDir
    private Path temp;

    /** Another process: says whether it gets the lock. */
    static final class Other {
        public static void main(String[] arguments) throws Exception {
            try (FileChannel channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE)) {
                System.exit(channel.tryLock() == null ? 1 : 0);
            }
        }
    }

    private boolean anotherProcessGets(Path file) throws Exception {
        return new ProcessBuilder(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Other.class.getName(),
                                file.toString())
                        .inheritIO()
                        .start()
                        .waitFor()
                == 0;
    }

    @Test
    void aSecondTryInTheSameProcessDoesNotGiveTheLockAway() throws Exception {
        Path file = temp.resolve("lock");
        ProcessLock lock = ProcessLock.tryTake(file).orElseThrow();

        assertThat(ProcessLock.tryTake(file)).isEmpty();
        assertThat(ProcessLock.tryTake(temp.resolve(".").resolve("lock"))).isEmpty();
        assertThat(anotherProcessGets(file)).isFalse();

        lock.close();
        assertThat(anotherProcessGets(file)).isTrue();
        ProcessLock.tryTake(file).orElseThrow().close();
    }
}
