package parley.server.task.api;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * Clients as CSV (RFC 4180, with a header). A text that a spreadsheet would take for a formula gets an apostrophe in
 * front: it begins with {@code = + - @}, a tab or a carriage return. Not thread-safe.
 */
final class ClientsCsv {

    private static final CSVFormat FORMAT = CSVFormat.RFC4180
            .builder()
            .setHeader(
                    "name",
                    "clientId",
                    "labels",
                    "state",
                    "attempt",
                    "reason",
                    "detail",
                    "connected",
                    "joined",
                    "changed",
                    "lastSeen",
                    "wave",
                    "bundle",
                    "platform",
                    "agent")
            .get();

    private static final String FORMULAS = "=+-@\t\r";

    private final CSVPrinter out;

    /** Writes the header. */
    ClientsCsv(Appendable to) throws IOException {
        this.out = new CSVPrinter(to, FORMAT);
    }

    void add(ClientJson client) throws IOException {
        String labels = client.labels().entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .sorted()
                .collect(Collectors.joining(","));
        out.printRecord(List.of(
                safe(client.name()),
                safe(client.clientId()),
                safe(labels),
                client.state(),
                client.attempt(),
                client.reason().orElse(""),
                safe(client.detail().orElse("")),
                client.connected(),
                client.joined(),
                client.changed(),
                client.lastSeen(),
                client.wave().map(String::valueOf).orElse(""),
                client.bundle().orElse(""),
                safe(client.platform().os() + " " + client.platform().arch()),
                safe(client.agent().name() + " " + client.agent().version())));
    }

    /** The text as no formula. */
    static String safe(String text) {
        return !text.isEmpty() && FORMULAS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }
}
