package parley.bench.crypto;

import java.util.Collection;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import parley.bench.base.BenchRun;

/** Runs of all benchmarks of one class, one after the other and that several times, each in a JVM of its own. */
final class JmhRounds {

    static final String USAGE = "[--rounds N] [--seconds N]";
    private static final int ROUNDS = 3;
    private static final int SECONDS = 1;
    private static final int WARM_UP = 3;
    private static final int ITERATIONS = 3;
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private final Class<?> benchmarks;
    private final BenchRun run;

    JmhRounds(Class<?> benchmarks, BenchRun run) {
        this.benchmarks = benchmarks;
        this.run = run;
    }

    /** Takes what one round has found of one benchmark. */
    interface Finding {

        /**
         * @param size the benchmark's size, or nothing
         * @param micros for each operation
         * @param bytes that each operation took from the heap
         */
        void found(String benchmark, String size, double micros, double bytes);
    }

    void run(Finding finding) throws RunnerException {
        int seconds = run.arguments().number("--seconds", SECONDS);
        for (int round = 0; round < run.arguments().number("--rounds", ROUNDS); round++) {
            ChainedOptionsBuilder options = new OptionsBuilder()
                    .include(benchmarks.getName() + "\\..*")
                    .mode(Mode.AverageTime)
                    .timeUnit(TimeUnit.MICROSECONDS)
                    .forks(1)
                    .warmupIterations(WARM_UP)
                    .warmupTime(TimeValue.seconds(seconds))
                    .measurementIterations(ITERATIONS)
                    .measurementTime(TimeValue.seconds(seconds))
                    .addProfiler(GCProfiler.class)
                    .jvmArgs("-Xmx512m", "-XX:+UseSerialGC")
                    .shouldFailOnError(true)
                    .verbosity(VerboseMode.SILENT);
            Collection<RunResult> results = new Runner(options.build()).run();
            for (RunResult result : results) {
                String name = result.getParams().getBenchmark();
                String size = result.getParams().getParam(RecordBenchmark.SIZE);
                finding.found(
                        name.substring(name.lastIndexOf('.') + 1),
                        size == null ? "" : size,
                        result.getPrimaryResult().getScore(),
                        allocated(result));
            }
        }
    }

    @SuppressWarnings("rawtypes") // so JMH declares its results
    private static double allocated(RunResult result) {
        return result.getSecondaryResults().entrySet().stream()
                .filter(each -> each.getKey().endsWith(ALLOCATED))
                .mapToDouble(each -> each.getValue().getScore())
                .findFirst()
                .orElse(0);
    }
}
