package parley.bench.crypto;

import java.util.Map;
import java.util.TreeMap;
import parley.bench.base.BenchPart;
import parley.bench.base.BenchReport;
import parley.bench.base.BenchRun;
import parley.bench.base.BenchTable;
import parley.bench.base.Rounds;

/** What a record costs to seal and to open, beside the cipher alone. */
public final class RecordsPart implements BenchPart {

    private static final int GOAL_SIZE = 16_384;
    private static final double GOAL = 0.9;

    @Override
    public String name() {
        return "records";
    }

    @Override
    public String usage() {
        return JmhRounds.USAGE;
    }

    @Override
    public String purpose() {
        return "records sealed and opened at four sizes, beside AES-256-GCM of the JDK into a buffer that is there"
                + " already (about 6 min)";
    }

    @Override
    public void run(BenchRun run) throws Exception {
        Map<Integer, Rounds> times = new TreeMap<>();
        Map<Integer, Rounds> heap = new TreeMap<>();
        new JmhRounds(RecordBenchmark.class, run).run((name, size, micros, bytes) -> {
            int data = Integer.parseInt(size);
            times.computeIfAbsent(data, each -> new Rounds()).add(name, micros);
            heap.computeIfAbsent(data, each -> new Rounds()).add(name, bytes);
        });
        show(run.report(), times, heap, "seal");
        show(run.report(), times, heap, "open");
        run.report()
                .remark("The heap of open includes that of sealing what is opened, in both columns; that of seal is"
                        + " above.");
    }

    private static void show(BenchReport report, Map<Integer, Rounds> times, Map<Integer, Rounds> heap, String what) {
        String bare = what + "Bare";
        BenchTable table = report.table(
                what + ", bytes of data",
                "µs",
                "bare µs",
                "speed ÷ bare",
                "spread of the ratio",
                "heap B",
                "bare heap B");
        times.forEach((size, rounds) -> {
            Rounds.Spread ratio = rounds.ratio(bare, what);
            Rounds bytes = heap.getOrDefault(size, rounds);
            table.row(
                    Integer.toString(size),
                    rounds.spread(what).median(),
                    rounds.spread(bare).median(),
                    ratio.median(),
                    ratio.range(),
                    bytes.spread(what).median(),
                    bytes.spread(bare).median());
        });
        Rounds goal = times.get(GOAL_SIZE);
        if (goal != null) {
            report.atLeast(
                    what + " at 16 KiB, speed ÷ bare cipher",
                    GOAL,
                    goal.ratio(bare, what).median());
        }
    }
}
