package parley.bench.fleet;

import java.util.List;
import java.util.OptionalLong;
import parley.bench.base.BenchPart;
import parley.bench.base.BenchRun;
import parley.bench.base.BenchTable;
import parley.bench.base.Figures;
import parley.bench.process.Database;
import parley.bench.process.ServerHeap;
import parley.bench.process.ServerUnderLoad;

/** Fleets that come one after the other to one server, whose first one meets it cold. */
public final class FleetPart implements BenchPart {

    private static final List<Integer> USUAL = List.of(200, 1_000);
    private static final double GOAL_MILLIS = 10;
    private static final double GOAL_MILLIS_CONFIRMED = 15;

    @Override
    public String name() {
        return "fleet";
    }

    @Override
    public String usage() {
        return "[CLIENTS…] [--db NAME] [--confirm]";
    }

    @Override
    public String purpose() {
        return "N clients join, fetch 100 KiB in 20 files, verify and report, 64 at a time: the cost for the server"
                + " (about 1 min for each 1 000)";
    }

    @Override
    public void run(BenchRun run) throws Exception {
        String name = run.arguments().value("--db").orElse(Database.H2);
        boolean confirmed = run.arguments().flag("--confirm");
        BenchTable table = run.report()
                .table(
                        "fleet on " + name + (confirmed ? ", confirmed" : ""),
                        "clients",
                        "server CPU ms per client",
                        "database CPU ms per client",
                        "clients/s",
                        "p50 ms",
                        "p99 ms",
                        "peak RSS MiB",
                        "KiB allocated per client",
                        "transactions per client",
                        "errors");
        double[] last = new double[1];
        run.inFolder(folder -> {
            try (Database database = Database.start(name, folder);
                    ServerUnderLoad server = ServerUnderLoad.start(run.command(), folder, database.settings());
                    ServerHeap heap = ServerHeap.of(server.figures())) {
                JoiningClients fleet = new JoiningClients(server.admin(), folder);
                int number = 0;
                for (int clients : run.arguments().numbers(USUAL)) {
                    last[0] = fleet(table, ++number, server, database, heap, () -> fleet.run(clients, confirmed));
                }
            }
        });
        run.report()
                .atMost(
                        "server CPU ms per client, last fleet",
                        confirmed ? GOAL_MILLIS_CONFIRMED : GOAL_MILLIS,
                        last[0]);
        if (name.equals(Database.H2)) {
            StatementCounts.show(run, confirmed);
        }
    }

    /** A fleet that has been taken through. */
    private interface Fleet {
        JoiningClients.Result run() throws Exception;
    }

    private static double fleet(
            BenchTable table, int number, ServerUnderLoad server, Database database, ServerHeap heap, Fleet fleet)
            throws Exception {
        long cpu = server.figures().cpuMillis();
        long databaseCpu = database.cpuMillis();
        long allocated = heap.allocatedBytes();
        OptionalLong transactions = database.transactions();
        JoiningClients.Result result = fleet.run();
        double clients = result.clients();
        double perClient = (server.figures().cpuMillis() - cpu) / clients;
        table.row(
                "run " + number,
                result.clients(),
                perClient,
                (database.cpuMillis() - databaseCpu) / clients,
                clients / result.seconds(),
                result.p50(),
                result.p99(),
                server.figures().peakResidentBytes() / Figures.MEBIBYTE,
                (heap.allocatedBytes() - allocated) / clients / Figures.KIBIBYTE,
                transactions.isPresent()
                        ? (database.transactions().orElseThrow() - transactions.getAsLong()) / clients
                        : "see below",
                result.errors());
        return perClient;
    }
}
