package parley.bench.fleet;

import java.nio.file.Path;
import java.util.List;
import parley.bench.base.BenchPart;
import parley.bench.base.BenchRun;
import parley.bench.base.BenchTable;
import parley.bench.base.Figures;
import parley.bench.process.Database;
import parley.bench.process.ServerUnderLoad;

/** All connections of waiting clients are cut at once; the clients come back by their own back-off. */
public final class StormPart implements BenchPart {

    private static final List<Integer> USUAL = List.of(500);
    private static final int STORMS = 3;

    @Override
    public String name() {
        return "storm";
    }

    @Override
    public String usage() {
        return "[CLIENTS…] [--db NAME]";
    }

    @Override
    public String purpose() {
        return "N waiting clients lose their connections at once, three times: time until all are back, CPU for each"
                + " (about 3 min for 500)";
    }

    @Override
    public void run(BenchRun run) throws Exception {
        String name = run.arguments().value("--db").orElse(Database.H2);
        BenchTable table = run.report()
                .table(
                        "storm on " + name,
                        "clients",
                        "back p50 ms",
                        "back last ms",
                        "server CPU ms per client",
                        "peak RSS MiB",
                        "errors");
        run.inFolder(folder -> {
            try (Database database = Database.start(name, folder);
                    ServerUnderLoad server = ServerUnderLoad.start(run.command(), folder, database.settings())) {
                for (int clients : run.arguments().numbers(USUAL)) {
                    measure(table, clients, server, folder);
                }
            }
        });
    }

    private static void measure(BenchTable table, int clients, ServerUnderLoad server, Path folder) throws Exception {
        for (int storm = 1; storm <= STORMS; storm++) {
            try (Relay relay = Relay.to(server.port());
                    WaitingCrowd crowd = WaitingCrowd.of(clients, server.admin(), relay.address(), folder)) {
                crowd.awaitWaiting();
                long cpu = server.figures().cpuMillis();
                double[] back = crowd.reconnect(relay::cutAll);
                table.row(
                        "storm " + storm,
                        clients,
                        Figures.percentile(back, 0.5),
                        Figures.percentile(back, 1),
                        (double) (server.figures().cpuMillis() - cpu) / clients,
                        server.figures().peakResidentBytes() / Figures.MEBIBYTE,
                        crowd.errors());
            }
        }
    }
}
