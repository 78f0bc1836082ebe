package parley.bench.base;

/** One part of the benchmark. */
public interface BenchPart {

    /** The word after {@code ./bench}. */
    String name();

    /**
     * The arguments that it takes, each in brackets: {@code [CLIENTS…]} for numbers, {@code [--confirm]} for a flag,
     * {@code [--db NAME]} for an option with a value. No other is accepted.
     */
    String usage();

    /** What is measured, compared with what, and about how long it takes, in one line. */
    String purpose();

    /** Measures, and writes tables and targets into the report. */
    void run(BenchRun run) throws Exception;
}
