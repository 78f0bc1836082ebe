package parley.bench;

import java.nio.file.Path;
import java.util.List;
import parley.bench.base.Arguments;
import parley.bench.base.BenchPart;
import parley.bench.base.BenchReport;
import parley.bench.base.BenchRun;
import parley.bench.crypto.HandshakePart;
import parley.bench.crypto.RecordsPart;
import parley.bench.fleet.FleetPart;
import parley.bench.fleet.StormPart;
import parley.bench.fleet.WaitingPart;
import parley.bench.large.LargePart;
import parley.bench.start.StartPart;
import parley.bench.wire.WirePart;

/**
 * {@code ./bench PART [ARGUMENTS]}: runs one part of the benchmark, or all, and writes {@code target/bench/report.md}
 * and {@code report.json}.
 */
public final class Bench {

    private static final String ALL = "all";

    private static final List<BenchPart> PARTS = List.of(
            new FleetPart(),
            new WaitingPart(),
            new StormPart(),
            new HandshakePart(),
            new RecordsPart(),
            new WirePart(),
            new StartPart(),
            new LargePart());

    private Bench() {}

    public static void main(String[] words) throws Exception {
        if (words.length == 0 || words[0].equals("--help")) {
            System.out.print(usage());
            return;
        }
        List<BenchPart> parts = PARTS.stream()
                .filter(part -> words[0].equals(ALL) || words[0].equals(part.name()))
                .toList();
        if (parts.isEmpty()) {
            fail("there is no part " + words[0]);
        }
        Path root = Path.of(System.getProperty("parley.root"));
        BenchReport report = new BenchReport(root.resolve("target/bench"));
        List<String> rest = List.of(words).subList(1, words.length);
        for (BenchPart part : parts) {
            try {
                Arguments arguments = new Arguments(words[0].equals(ALL) ? "" : part.usage(), rest);
                report.run(part, new BenchRun(root, arguments, report));
            } catch (IllegalArgumentException e) {
                fail(part.name() + ": " + e.getMessage());
            }
        }
        System.exit(0); // the library's threads are daemons, those of the databases need not be
    }

    private static void fail(String what) {
        System.err.print("error: " + what + "\n" + usage());
        System.exit(2);
    }

    private static String usage() {
        StringBuilder usage = new StringBuilder("usage: ./bench PART [ARGUMENTS]\n\n");
        for (BenchPart part : PARTS) {
            usage.append("  ")
                    .append(part.name())
                    .append(' ')
                    .append(part.usage())
                    .append('\n');
            usage.append("      ").append(part.purpose()).append('\n');
        }
        return usage.append("  all\n      all of them, each with its usual arguments\n")
                .toString();
    }
}
