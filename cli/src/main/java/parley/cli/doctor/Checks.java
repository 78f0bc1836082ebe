package parley.cli.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import parley.cli.terminal.CliProblem;

/**
 * Runs checks one after the other, each for a bounded time on a thread of its own: a name server or a disk that does
 * not answer holds up nothing. Threads that are given up end with the process.
 */
final class Checks {

    /** How long one check may take. */
    static final Duration LONGEST = Duration.ofSeconds(10);

    private final Duration longest;
    private final List<Finding> findings = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "parley-doctor");
        thread.setDaemon(true);
        return thread;
    });

    Checks(Duration longest) {
        this.longest = longest;
    }

    /** @param check the name of the finding if it fails or takes too long */
    Finding run(String check, Callable<Finding> work) {
        Finding finding = await(check, threads.submit(work));
        findings.add(finding);
        return finding;
    }

    private Finding await(String check, Future<Finding> running) {
        try {
            return running.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            running.cancel(true);
            return Finding.wrong(
                    check,
                    "It did not end within " + longest.toSeconds() + " seconds.",
                    "look at what it needs: a disk, a name server or a network that does not answer");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return cause instanceof CliProblem problem
                    ? Finding.wrong(check, problem.what() + " " + problem.why(), problem.hint())
                    : Finding.wrong(
                            check,
                            cause.getClass().getSimpleName() + ": " + cause.getMessage() + ".",
                            "check the permissions and the settings that this needs");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Finding.wrong(check, "Interrupted.", "run it again");
        }
    }

    List<Finding> findings() {
        return findings;
    }
}
