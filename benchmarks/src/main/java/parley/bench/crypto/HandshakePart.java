package parley.bench.crypto;

import parley.bench.base.BenchPart;
import parley.bench.base.BenchReport;
import parley.bench.base.BenchRun;
import parley.bench.base.Rounds;

/** What a handshake costs, beside the handshakes of TLS 1.3 and the bare sum of the primitives. */
public final class HandshakePart implements BenchPart {

    private static final double GOAL_TIMES_BOUNCY_CASTLE = 2;
    private static final double GOAL_OF_PRIMITIVES = 1.15;

    @Override
    public String name() {
        return "handshake";
    }

    @Override
    public String usage() {
        return JmhRounds.USAGE;
    }

    @Override
    public String purpose() {
        return "handshakes of both suites, in memory, beside Bouncy Castle's TLS 1.3 with an external PSK, the"
                + " JDK's with a P-256 certificate, and the bare sum of the primitives (about 4 min)";
    }

    @Override
    public void run(BenchRun run) throws Exception {
        Rounds both = new Rounds();
        Rounds server = new Rounds();
        new JmhRounds(HandshakeBenchmark.class, run)
                .run((name, size, micros, bytes) -> (name.contains("Server") ? server : both).add(name, micros));
        BenchReport report = run.report();
        both.show(report, "handshake, both ends", "µs", "bouncyCastlePsk");
        server.show(report, "handshake, server's half", "µs", "suite1ServerPrimitives");
        for (String suite : new String[] {"suite1", "suite2"}) {
            report.atLeast(
                    "handshakes of " + suite + " for each of Bouncy Castle's",
                    GOAL_TIMES_BOUNCY_CASTLE,
                    both.ratio("bouncyCastlePsk", suite).median());
            report.atMost(
                    "server's half of " + suite + " ÷ its primitives",
                    GOAL_OF_PRIMITIVES,
                    server.ratio(suite + "Server", suite + "ServerPrimitives").median());
        }
    }
}
