package parley.server.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The statements that a server has executed on H2, as H2 itself writes them down where its URL asks for it. */
final class StatementTrace {

    private static final String URL = "parley.db.url";
    private static final String ON = ";TRACE_LEVEL_FILE=2;TRACE_MAX_FILE_SIZE=256";
    private static final Pattern CONNECTION = Pattern.compile(".* jdbc\\[(\\d+)]: *");
    private static final Pattern STATEMENT = Pattern.compile("/\\*SQL[^*]*\\*/(.*)");

    private final Path file;
    private final int begin;

    private StatementTrace(Path file, int begin) {
        this.file = file;
        this.begin = begin;
    }

    /** Has the database of this server, which is H2 in the data folder, write down its statements. */
    static PayaraMicro on(PayaraMicro payara) {
        return payara.set(URL, usualUrl() + ON);
    }

    private static String usualUrl() {
        Path defaults = Path.of(
                System.getProperty("parley.root"), "src/main/resources/META-INF/microprofile-config.properties");
        Properties properties = new Properties();
        try (InputStream text = Files.newInputStream(defaults)) {
            properties.load(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty(URL);
    }

    /** What the server executes from now on; first waits until all events have their numbers. */
    static StatementTrace begin(RunningServer server) throws Exception {
        Path file = server.data().resolve("db/parley.trace.db");
        Await.until(
                "all events have numbers",
                Duration.ofSeconds(30),
                () -> allEventsHaveNumbers(new StatementTrace(file, 0).statements()));
        return new StatementTrace(file, Files.readAllLines(file).size());
    }

    private static boolean allEventsHaveNumbers(List<String> statements) {
        long written = statements.stream()
                .filter(sql -> sql.startsWith("INSERT INTO pending_event ") && sql.contains(" VALUES "))
                .count();
        long numbered = statements.stream()
                .filter(sql -> sql.startsWith("DELETE FROM pending_event "))
                .count();
        return written == numbered
                && statements.lastIndexOf("COMMIT;") > lastThatStartsWith("UPDATE event_counter", statements);
    }

    private static int lastThatStartsWith(String begin, List<String> statements) {
        int index = statements.size() - 1;
        while (index >= 0 && !statements.get(index).startsWith(begin)) {
            index--;
        }
        return index;
    }

    /** All statements, in whatever connection. */
    List<String> statements() throws IOException {
        return lines().stream()
                .map(STATEMENT::matcher)
                .filter(Matcher::matches)
                .map(statement -> statement.group(1))
                .toList();
    }

    /** The statements of each transaction that has written something, without what was only read in it. */
    List<List<String>> transactions() throws IOException {
        List<List<String>> transactions = new ArrayList<>();
        Map<String, List<String>> open = new HashMap<>();
        String connection = "";
        for (String line : lines()) {
            Matcher from = CONNECTION.matcher(line);
            Matcher statement = STATEMENT.matcher(line);
            if (from.matches()) {
                connection = from.group(1);
            } else if (statement.matches()) {
                String sql = statement.group(1);
                List<String> current = open.computeIfAbsent(connection, c -> new ArrayList<>());
                if (!sql.startsWith("COMMIT")) {
                    if (!isRead(sql)) {
                        current.add(sql);
                    }
                } else if (!current.isEmpty()) {
                    transactions.add(open.remove(connection));
                }
            }
        }
        return transactions;
    }

    private List<String> lines() throws IOException {
        List<String> all = Files.readAllLines(file);
        return all.subList(begin, all.size());
    }

    /**
     * Whether it neither changes nor locks anything. What brings commits to the disk belongs to no transaction; the
     * pool asks for the name of the database, once for each new connection.
     */
    static boolean isRead(String sql) {
        return sql.startsWith("SELECT") && !sql.contains(" FOR UPDATE")
                || sql.equals("CHECKPOINT SYNC")
                || sql.equals("CALL DATABASE();");
    }
}
