package parley.bench.fleet;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import parley.bench.base.BenchPart;
import parley.bench.base.BenchReport;
import parley.bench.base.BenchRun;
import parley.bench.base.BenchTable;
import parley.bench.base.Figures;
import parley.bench.process.Database;
import parley.bench.process.ServerHeap;
import parley.bench.process.ServerUnderLoad;

/** Clients that wait for a paused task: what it costs to have them wait, and to tell them all. */
public final class WaitingPart implements BenchPart {

    private static final List<Integer> USUAL = List.of(1_000);
    private static final long REST_SECONDS = 10;
    /** Reports of one client that takes an update: downloading, staged, applying, checking, succeeded. */
    private static final int REPORTS = 5;

    private static final double GOAL_KIBIBYTES = 60;
    private static final double GOAL_TOLD_MILLIS = 5_000;

    @Override
    public String name() {
        return "waiting";
    }

    @Override
    public String usage() {
        return "[CLIENTS…] [--db NAME]";
    }

    @Override
    public String purpose() {
        return "N clients wait for a paused task, which is then resumed: memory and CPU at rest, time to tell them all"
                + " (about 2 min for 1 000)";
    }

    @Override
    public void run(BenchRun run) throws Exception {
        String name = run.arguments().value("--db").orElse(Database.H2);
        BenchTable table = run.report()
                .table(
                        "waiting on " + name,
                        "clients",
                        "resident KiB per client",
                        "heap KiB per client",
                        "CPU ms per s at rest",
                        "told p50 ms",
                        "told last ms",
                        "CPU ms per report",
                        "errors");
        List<Consumer<BenchReport>> targets = new ArrayList<>();
        run.inFolder(folder -> {
            try (Database database = Database.start(name, folder);
                    ServerUnderLoad server = ServerUnderLoad.start(run.command(), folder, database.settings());
                    ServerHeap heap = ServerHeap.of(server.figures())) {
                for (int clients : run.arguments().numbers(USUAL)) {
                    measure(table, targets, clients, server, heap, folder);
                }
            }
        });
        targets.forEach(target -> target.accept(run.report()));
    }

    private static void measure(
            BenchTable table,
            List<Consumer<BenchReport>> targets,
            int clients,
            ServerUnderLoad server,
            ServerHeap heap,
            Path folder)
            throws Exception {
        long live = heap.liveBytes();
        long resident = server.figures().residentBytes();
        String address = "ws://127.0.0.1:" + server.port();
        try (WaitingCrowd crowd = WaitingCrowd.of(clients, server.admin(), address, folder)) {
            crowd.awaitWaiting();
            double residentPerClient = kibibytes(server.figures().residentBytes() - resident, clients);
            double livePerClient = kibibytes(heap.liveBytes() - live, clients);
            long cpu = server.figures().cpuMillis();
            TimeUnit.SECONDS.sleep(REST_SECONDS);
            double rest = (double) (server.figures().cpuMillis() - cpu) / REST_SECONDS;

            cpu = server.figures().cpuMillis();
            double[] told = crowd.resume();
            crowd.awaitEnd();
            double perReport = (double) (server.figures().cpuMillis() - cpu) / clients / REPORTS;
            double last = Figures.percentile(told, 1);
            table.row(
                    Integer.toString(clients),
                    clients,
                    residentPerClient,
                    livePerClient,
                    rest,
                    Figures.percentile(told, 0.5),
                    last,
                    perReport,
                    crowd.errors());
            targets.add(report -> {
                report.atMost("heap KiB for each of " + clients + " clients that wait", GOAL_KIBIBYTES, livePerClient);
                report.atMost("ms until the last one of " + clients + " is told", GOAL_TOLD_MILLIS, last);
            });
        }
    }

    private static double kibibytes(long bytes, int clients) {
        return (double) bytes / clients / Figures.KIBIBYTE;
    }
}
