package parley.bench.fleet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import parley.bench.base.BenchRun;
import parley.bench.process.ServerUnderLoad;

/**
 * The statements and transactions of a fleet, counted in what H2 writes down of them. Writing it down costs time, so
 * that a server of its own is counted and not measured.
 */
final class StatementCounts {

    private static final int CLIENTS = 50;
    private static final String URL = "parley.db.url";
    private static final String TRACED = ";TRACE_LEVEL_FILE=2;TRACE_MAX_FILE_SIZE=256";
    private static final Pattern CONNECTION = Pattern.compile(".* jdbc\\[(\\d+)]: *");
    private static final Pattern STATEMENT = Pattern.compile("/\\*SQL[^*]*\\*/(.*)");

    private int statements;
    private int transactions;

    private StatementCounts() {}

    static void show(BenchRun run, boolean confirmed) throws Exception {
        run.inFolder(folder -> {
            Map<String, String> settings = Map.of("PARLEY_DB_URL", usualUrl(run.root()) + TRACED);
            try (ServerUnderLoad server = ServerUnderLoad.start(run.command(), folder, settings)) {
                Path trace = server.data().resolve("db/parley.trace.db");
                int before = Files.readAllLines(trace).size();
                JoiningClients.Result result = new JoiningClients(server.admin(), folder).run(CLIENTS, confirmed);
                List<String> lines = Files.readAllLines(trace);
                StatementCounts counts = new StatementCounts();
                counts.read(lines.subList(before, lines.size()));
                run.report()
                        .table("counted on h2", "clients", "statements per client", "transactions per client", "errors")
                        .row(
                                "run 1",
                                CLIENTS,
                                (double) counts.statements / CLIENTS,
                                (double) counts.transactions / CLIENTS,
                                result.errors());
            }
        });
    }

    private static String usualUrl(Path root) throws IOException {
        Path defaults = root.resolve("src/main/resources/META-INF/microprofile-config.properties");
        Properties properties = new Properties();
        try (InputStream text = Files.newInputStream(defaults)) {
            properties.load(text);
        }
        return properties.getProperty(URL);
    }

    /** Counts all statements but commits, and the commits behind which there is one. */
    private void read(List<String> lines) {
        Set<String> open = new HashSet<>();
        String connection = "";
        for (String line : lines) {
            Matcher from = CONNECTION.matcher(line);
            Matcher statement = STATEMENT.matcher(line);
            if (from.matches()) {
                connection = from.group(1);
            } else if (statement.matches() && statement.group(1).startsWith("COMMIT")) {
                transactions += open.remove(connection) ? 1 : 0;
            } else if (statement.matches()) {
                statements++;
                open.add(connection);
            }
        }
    }
}
