package parley.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import parley.folders.FolderRemoval;

/**
 * {@code ./bench [PART [CLIENTS…]]}: runs the benchmarks and writes {@code target/bench/report.md} and
 * {@code report.json}.
 */
public final class Bench {

    private static final List<Integer> FLEETS = List.of(200, 1_000);
    private static final List<Integer> WAITING = List.of(1_000);

    private Bench() {}

    /**
     * {@code fleet [N…]} takes N clients through an update, {@code waiting [N…]} has N clients wait and tells them all;
     * for several N one after the other in one server. Without a part: all parts.
     */
    public static void main(String[] arguments) throws Exception {
        Path root = Path.of(System.getProperty("parley.root"));
        BenchReport report = new BenchReport(root.resolve("target/bench"));
        List<Integer> sizes = new ArrayList<>();
        for (int i = 1; i < arguments.length; i++) {
            sizes.add(Integer.parseInt(arguments[i]));
        }
        switch (arguments.length == 0 ? "all" : arguments[0]) {
            case "all" -> {
                fleets(root, FLEETS, report);
                waiting(root, WAITING, report);
            }
            case "fleet" -> fleets(root, sizes.isEmpty() ? FLEETS : sizes, report);
            case "waiting" -> waiting(root, sizes.isEmpty() ? WAITING : sizes, report);
            default -> {
                System.err.println("error: there is no part " + arguments[0]
                        + "\n  hint: ./bench fleet [CLIENTS…] or ./bench waiting [CLIENTS…]");
                System.exit(2);
            }
        }
        report.write();
    }

    private static void fleets(Path root, List<Integer> sizes, BenchReport report) throws Exception {
        withServer(root, (server, folder) -> {
            JoiningClients fleet = new JoiningClients(server, folder);
            int run = 0;
            for (int clients : sizes) {
                report.fleet("run " + ++run, fleet.run(clients, false));
            }
        });
    }

    private static void waiting(Path root, List<Integer> sizes, BenchReport report) throws Exception {
        withServer(root, (server, folder) -> {
            WaitingClients waiting = new WaitingClients(server, folder);
            int run = 0;
            for (int clients : sizes) {
                report.waiting("run " + ++run, waiting.run(clients));
            }
        });
    }

    /** Measurements against one server. */
    private interface Measurement {
        void run(ServerUnderLoad server, Path folder) throws Exception;
    }

    private static void withServer(Path root, Measurement measurement) throws Exception {
        Path folder = Files.createTempDirectory("parley-bench");
        try (ServerUnderLoad server = ServerUnderLoad.start(root.resolve("parley"), folder, Map.of())) {
            System.out.println("server: process " + server.pid());
            measurement.run(server, folder);
        } finally {
            FolderRemoval.delete(folder);
        }
    }
}
