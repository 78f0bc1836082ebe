package parley.cli.task;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import parley.cli.base.ServerCommand;
import parley.cli.rest.TaskLookup;
import parley.cli.terminal.ErrorText;
import parley.cli.terminal.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code parley task export TASK}: all clients, for other programs. */
@Command(
        name = "export",
        header = "Write all clients of a task as JSON Lines or CSV, with their states, reasons, labels and times.",
        description = {
            "In CSV, a text that begins with = + - @, a tab or a carriage return gets an apostrophe in front,",
            "so that no spreadsheet takes it for a formula."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  parley task export edge | jq -r 'select(.state == \"failed\").name'",
            "  parley task export edge --format csv > edge.csv"
        })
final class TaskExport extends ServerCommand {

    enum Format {
        jsonl,
        csv
    }

    @Parameters(paramLabel = "TASK", description = "Name, id, or the beginning of the id.")
    String wanted;

    @Option(names = "--format", paramLabel = "jsonl|csv", description = "jsonl or csv (default: jsonl).")
    Format format = Format.jsonl;

    @Override
    protected ExitCode run() {
        String id = new TaskLookup(rest()).find(wanted).id();
        rest().stream(TaskLookup.path(id) + "/export?format=" + format, this::copy);
        return ExitCode.OK;
    }

    /** The ends of lines stay as they are; on a terminal nothing steers it. */
    private void copy(Reader from) throws IOException {
        BufferedReader reader = new BufferedReader(from);
        char[] some = new char[8192];
        for (int read = reader.read(some); read >= 0; read = reader.read(some)) {
            String text = new String(some, 0, read);
            shell().out().print(shell().terminal().outIsTerminal() ? printable(text) : text);
        }
    }

    private static String printable(String text) {
        return ErrorText.printable(text.replace("\r\n", "\n"));
    }
}
