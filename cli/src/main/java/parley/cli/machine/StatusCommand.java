package parley.cli.machine;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import parley.apply.BackUp;
import parley.apply.DestinationStatus;
import parley.apply.Origin;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.HumanFormat;
import parley.client.RememberedServers;
import picocli.CommandLine.Command;

/** {@code parley status}: what this machine has from which server. */
@Command(
        name = "status",
        header = "Show what this machine has, from which server and since when, and what is still to come.",
        description = {"Needs no server, and changes nothing."},
        footerHeading = "%nExamples:%n",
        footer = {"  parley status", "  parley status --to /etc/nginx", "  parley status --to /etc/nginx --json"})
public final class StatusCommand extends MachineCommand {

    private static final int PATHS = 20;

    @Override
    protected ExitCode run() {
        Optional<DestinationStatus> status = status();
        List<RememberedServers.Server> servers = servers();
        if (json) {
            print(json(status, servers));
            return ExitCode.OK;
        }
        print("Folder    " + folder());
        status.ifPresentOrElse(this::show, () -> print("Has       nothing from Parley"));
        servers.forEach(this::show);
        return ExitCode.OK;
    }

    private void show(DestinationStatus status) {
        status.installed()
                .ifPresentOrElse(
                        now -> {
                            print("Has       " + words(now.origin().bundle()) + ", since " + time(now.since()));
                            print("From      " + from(now.origin()));
                        },
                        () -> print("Has       no update yet that succeeded"));
        status.open().ifPresent(open -> print("Open      " + words(open.origin().bundle()) + ": " + state(open)));
        status.last()
                .filter(last -> last.reason().isPresent())
                .ifPresent(last -> print("Last try  " + words(last.origin().bundle()) + " was rolled back, "
                        + time(last.at()) + ": " + last.reason().get().word() + ": " + one(last.detail())));
        status.user().ifPresent(user -> print("In use    by " + one(user)));
        if (!status.modified().isEmpty()) {
            print("Changed   " + HumanFormat.count(status.modified().size(), "file") + ", not by Parley");
            status.modified().stream().limit(PATHS).forEach(path -> print("  ! " + one(path)));
            if (status.modified().size() > PATHS) {
                print("  ! … and " + (status.modified().size() - PATHS) + " more");
            }
        }
        if (!status.backUps().isEmpty()) {
            long bytes = status.backUps().stream().mapToLong(BackUp::bytes).sum();
            print("Back-ups  " + status.backUps().size() + " (" + HumanFormat.size(bytes)
                    + "); parley restore --list shows them");
        }
    }

    private static String from(Origin origin) {
        String task = origin.taskName().isEmpty() ? "" : "task " + one(origin.taskName()) + ", ";
        return task + "server " + (origin.server().isEmpty() ? "not known" : one(origin.server()));
    }

    private String state(DestinationStatus.Open open) {
        return open.confirmUntil()
                .map(until -> until.isAfter(shell().clock().instant())
                        ? "applied, to be confirmed until " + time(until)
                        : "applied, and not confirmed in time; the next parley join undoes it")
                .orElse("being applied, or interrupted; the next parley join finishes or undoes it");
    }

    private void show(RememberedServers.Server server) {
        print("");
        print("Server    " + server.fingerprint());
        for (RememberedServers.Task task : server.tasks()) {
            print("Task      " + (task.name().isEmpty() ? "without a name" : one(task.name())) + ": " + state(task));
        }
    }

    private String state(RememberedServers.Task task) {
        String unheard = task.unheard() == 0 ? "" : "; the server has not heard that yet";
        if (task.deferredUntil().isPresent()) {
            return "put off until " + time(task.deferredUntil().get());
        }
        if (task.agreed()) {
            return "an update is under way; parley join goes on with it";
        }
        return task.lastReport()
                .map(report -> report.state().word() + unheard)
                .orElse(task.offer().isPresent() ? "an offer was answered" : "nothing to report");
    }

    private String time(Instant when) {
        return HumanFormat.time(when, shell().clock()) + " (" + HumanFormat.fromNow(when, shell().clock()) + ")";
    }

    private JsonObject json(Optional<DestinationStatus> status, List<RememberedServers.Server> servers) {
        JsonObjectBuilder all = Json.createObjectBuilder().add("folder", folder().toString());
        status.ifPresent(s -> {
            s.installed()
                    .ifPresent(now -> all.add(
                            "installed",
                            json(now.origin()).add("since", now.since().toString())));
            s.open().ifPresent(open -> {
                JsonObjectBuilder object = json(open.origin());
                open.confirmUntil().ifPresent(until -> object.add("confirmUntil", until.toString()));
                all.add("open", object);
            });
            s.last().ifPresent(last -> {
                JsonObjectBuilder object = json(last.origin())
                        .add("state", last.state().word())
                        .add("at", last.at().toString());
                last.reason()
                        .ifPresent(reason -> object.add("reason", reason.word()).add("detail", last.detail()));
                all.add("last", object);
            });
            s.user().ifPresent(user -> all.add("user", user));
            all.add("files", s.files())
                    .add("modified", Json.createArrayBuilder(s.modified()))
                    .add("backUps", s.backUps().size());
        });
        JsonArrayBuilder array = Json.createArrayBuilder();
        servers.forEach(server -> array.add(json(server)));
        return all.add("servers", array).build();
    }

    static JsonObjectBuilder json(Origin origin) {
        return Json.createObjectBuilder()
                .add("server", origin.server())
                .add("task", origin.taskId())
                .add("taskName", origin.taskName())
                .add("bundle", origin.bundle().name())
                .add("version", origin.bundle().version())
                .add("sequence", origin.bundle().sequence())
                .add("sha256", origin.bundle().sha256().text());
    }

    private static JsonObjectBuilder json(RememberedServers.Server server) {
        JsonArrayBuilder tasks = Json.createArrayBuilder();
        for (RememberedServers.Task task : server.tasks()) {
            JsonObjectBuilder object = Json.createObjectBuilder()
                    .add("task", task.id())
                    .add("taskName", task.name())
                    .add("agreed", task.agreed())
                    .add("unheard", task.unheard());
            task.deferredUntil().ifPresent(until -> object.add("deferredUntil", until.toString()));
            task.lastReport()
                    .ifPresent(report -> object.add("state", report.state().word()));
            tasks.add(object);
        }
        return Json.createObjectBuilder().add("server", server.fingerprint()).add("tasks", tasks);
    }
}
