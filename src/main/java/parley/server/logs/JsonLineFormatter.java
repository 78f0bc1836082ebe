package parley.server.logs;

import jakarta.json.JsonObjectBuilder;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import parley.server.storage.JsonValues;

/**
 * Makes one line of each record: {@code time} (UTC), {@code level}, {@code logger}, {@code message}, where they are
 * known {@code task}, {@code client} and {@code session}, and {@code exception} with its stack trace. Thread-safe.
 */
final class JsonLineFormatter extends Formatter {

    /** Characters of a message, and of a stack trace; the rest is cut off. */
    static final int MOST = 16 * 1024;

    @Override
    public String format(LogRecord record) {
        JsonObjectBuilder line = JsonValues.object()
                .add("time", record.getInstant().toString())
                .add("level", record.getLevel().getName())
                .add("logger", record.getLoggerName() == null ? "" : record.getLoggerName())
                .add("message", bounded(formatMessage(record)));
        LogIds ids = LogIds.current();
        ids.task().ifPresent(task -> line.add("task", task));
        ids.client().ifPresent(client -> line.add("client", client));
        ids.session().ifPresent(session -> line.add("session", session));
        if (record.getThrown() != null) {
            line.add("exception", bounded(stackTrace(record.getThrown())));
        }
        return line.build() + "\n";
    }

    private static String stackTrace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private static String bounded(String text) {
        return text == null ? "" : text.length() <= MOST ? text : text.substring(0, MOST) + " …";
    }
}
