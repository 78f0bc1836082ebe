package parley.server.retention;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import parley.server.bundles.BundleDeletions;
import parley.server.events.EventCleanup;
import parley.server.task.service.TaskDeletions;

/** Decides what is old enough to be deleted, and deletes it in small transactions. */
@ApplicationScoped
public class Retention {

    private static final String TASKS = "parley.retention.tasks";
    private static final String BUNDLES = "parley.retention.bundles";

    /** How many tasks or bundles are looked up at a time. */
    private static final int PAGE = 100;

    @Inject
    TaskDeletions tasks;

    @Inject
    BundleDeletions bundles;

    @Inject
    EventCleanup events;

    @Inject
    MetricRegistry metrics;

    @Inject
    Clock clock;

    @Inject
    @ConfigProperty(name = TASKS)
    String tasksKept;

    @Inject
    @ConfigProperty(name = BUNDLES)
    String bundlesKept;

    private Optional<Duration> taskTime;
    private Optional<Duration> bundleTime;

    @PostConstruct
    void readSettings() {
        taskTime = RetentionTime.parse(TASKS, tasksKept);
        bundleTime = RetentionTime.parse(BUNDLES, bundlesKept);
    }

    /** Deletes the tasks that are old, then the bundles. */
    void run() {
        taskTime.ifPresent(kept -> deleteTasks(clock.instant().minus(kept)));
        finish();
        bundleTime.ifPresent(kept -> deleteBundles(clock.instant().minus(kept)));
        bundles.forgetUnnamed();
    }

    private void deleteTasks(Instant endedBefore) {
        List<String> page = tasks.endedBefore(endedBefore, "", PAGE);
        while (!page.isEmpty()) {
            page.forEach(tasks::deleteForItsAge);
            page = tasks.endedBefore(endedBefore, page.get(page.size() - 1), PAGE);
        }
    }

    private void deleteBundles(Instant uploadedBefore) {
        List<String> page = bundles.uploadedBefore(uploadedBefore, "", PAGE);
        while (!page.isEmpty()) {
            page.forEach(sha256 -> count("bundle", bundles.deleteForItsAge(sha256)));
            page = bundles.uploadedBefore(uploadedBefore, page.get(page.size() - 1), PAGE);
        }
    }

    private void count(String what, boolean deleted) {
        if (deleted) {
            metrics.counter("parley_retention_deleted_total", new Tag("what", what))
                    .inc();
        }
    }

    /** Removes the rows of tasks that are out of sight. */
    void finish() {
        for (String task : tasks.unfinished()) {
            boolean more = true;
            while (more) {
                more = events.some(task, Long.MAX_VALUE);
            }
            more = true;
            while (more) {
                more = tasks.some(task);
            }
            count("task", true);
        }
    }
}
