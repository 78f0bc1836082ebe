package parley.cli.join;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import parley.apply.OnConflict;
import parley.cli.join.DryRunHandler.Look;
import parley.cli.terminal.ErrorText;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.HumanFormat;
import parley.cli.terminal.Shell;
import parley.message.Answer;
import parley.message.bundle.Change;
import parley.message.bundle.Mode.Kind;

/** Prints the answer that an offer would get in a dry run; has the exit code of that answer. */
final class DryRun {

    private final Shell shell;
    private final Path folder;

    DryRun(Shell shell, Path folder) {
        this.shell = shell;
        this.folder = folder;
    }

    ExitCode exit(Look look) {
        return switch (look.answer().decision()) {
            case ACCEPT -> ExitCode.OK;
            case COUNTER -> look.offer().terms().keepLocal() ? ExitCode.OK : ExitCode.DECLINED;
            case DECLINE -> ExitCode.DECLINED;
            case DEFER -> ExitCode.DEFERRED;
        };
    }

    String line(Look look) {
        Answer answer = look.answer();
        return switch (answer.decision()) {
            case ACCEPT ->
                "Dry run: nothing was changed. The offer stays open; run the command without --dry-run to take it.";
            case DECLINE ->
                "Dry run: this machine would decline the update ("
                        + ErrorText.printable(OutcomeReport.why(
                                answer.reason(), answer.detail().orElse("")))
                        + ").";
            case COUNTER ->
                "Dry run: this machine would ask to keep as it is: "
                        + ErrorText.printable(String.join(", ", answer.keep()))
                        + (look.offer().terms().keepLocal()
                                ? "."
                                : "; the task does not allow that, so it would decline.");
            case DEFER ->
                "Dry run: the update would be put off until "
                        + HumanFormat.time(answer.until().orElseThrow(), shell.clock()) + ".";
        };
    }

    JsonObject json(
            Look look, Map<String, OnConflict> conflicts, Map<String, Path> places, Collection<String> inPlace) {
        JsonArrayBuilder changes = Json.createArrayBuilder();
        for (Change change : look.offer().changes()) {
            JsonObjectBuilder json = Json.createObjectBuilder()
                    .add("path", change.path())
                    .add("action", change.action().word())
                    .add("bytes", change.bytes());
            change.file()
                    .map(file -> file.mode().kind())
                    .filter(kind -> kind != Kind.FILE)
                    .ifPresent(kind -> json.add("kind", kind.name().toLowerCase(Locale.ROOT)));
            if (conflicts.containsKey(change.path())) {
                json.add("conflict", conflicts.get(change.path()).name().toLowerCase(Locale.ROOT));
            }
            if (places.containsKey(change.path())) {
                json.add("leadsTo", places.get(change.path()).toString());
            }
            if (inPlace.contains(change.path())) {
                json.add("inPlace", true);
            }
            changes.add(json);
        }
        Answer answer = look.answer();
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("state", "offered")
                .add("folder", folder.toString())
                .add("answer", answer.decision().word());
        answer.reason().ifPresent(reason -> json.add("reason", reason.word()));
        answer.detail().ifPresent(detail -> json.add("detail", detail));
        answer.until().ifPresent(until -> json.add("until", until.toString()));
        if (!answer.keep().isEmpty()) {
            json.add("keep", Json.createArrayBuilder(answer.keep()));
        }
        return json.add("changes", changes).build();
    }
}
