package parley.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code ./bench [PART…]}: runs the benchmarks and writes {@code target/bench/report.md} and {@code report.json}. */
public final class Bench {

    private static final List<Integer> FLEETS = List.of(200, 1_000);

    private Bench() {}

    /** {@code fleet [N…]} runs the fleet of N clients, one after the other in one server. */
    public static void main(String[] arguments) throws Exception {
        Path root = Path.of(System.getProperty("parley.root"));
        List<String> parts = arguments.length == 0 ? List.of("fleet") : List.of(arguments);
        Report report = new Report(root.resolve("target/bench"));
        if (!parts.get(0).equals("fleet")) {
            System.err.println("error: there is no part " + parts.get(0) + "\n  hint: ./bench fleet [CLIENTS…]");
            System.exit(2);
        }
        List<Integer> sizes = new ArrayList<>();
        for (String size : parts.subList(1, parts.size())) {
            sizes.add(Integer.parseInt(size));
        }
        fleet(root, sizes.isEmpty() ? FLEETS : sizes, report);
        report.write();
    }

    private static void fleet(Path root, List<Integer> sizes, Report report) throws Exception {
        Path folder = Files.createTempDirectory("parley-bench");
        try (ServerUnderLoad server = ServerUnderLoad.start(root.resolve("parley"), folder, Map.of())) {
            System.out.println("server: process " + server.pid());
            Fleet fleet = new Fleet(server, folder);
            int run = 0;
            for (int clients : sizes) {
                report.fleet("run " + ++run, fleet.run(clients, false));
            }
        } finally {
            Folders.delete(folder);
        }
    }
}
