package parley.cli.doctor;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import parley.cli.backup.Restore;
import parley.cli.base.ServerCommand;
import parley.cli.join.TokenSource;
import parley.cli.machine.MachineState;
import parley.cli.rest.ServerDataFolder;
import parley.cli.terminal.ErrorText;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.HumanFormat;
import parley.protocol.JoinToken;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code parley doctor [TOKEN]}. */
@Command(
        name = "doctor",
        header = "Look for what keeps a client or the server from working, and say what to do.",
        description = {
            "With a join token: the client's side. Token, name and address of the server, clock, proxy variables,"
                    + " state folder, and with --to the destination. It does not join.",
            "Without one: the server's side, on its machine. Data folder, free space, the running server, its"
                    + " database, its clock, and the addresses in new tokens.",
            "Each check takes at most 10 seconds. Exit code 1 if something is wrong; a warning alone is 0."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  parley doctor @token --to /etc/nginx",
            "  parley doctor --data /srv/parley",
            "  parley doctor --json"
        })
public final class DoctorCommand extends ServerCommand {

    @Parameters(
            paramLabel = "TOKEN|@FILE|-",
            arity = "0..*",
            description = "The join token, as for parley join; or nothing, for the server's side.")
    List<String> token = List.of();

    @Option(names = "--to", paramLabel = "DIR", description = "The folder that parley join would write to.")
    String to;

    private final Checks checks = new Checks(Checks.LONGEST);

    @Override
    protected ExitCode run() {
        boolean client = !token.isEmpty()
                || to != null
                || shell().variable("PARLEY_TOKEN").isPresent();
        if (client) {
            client();
        } else {
            server();
        }
        boolean wrong = checks.findings().stream().anyMatch(each -> each.verdict() == Finding.Verdict.WRONG);
        if (json) {
            print(result(client ? "client" : "server", !wrong));
        } else {
            checks.findings().forEach(this::show);
        }
        return wrong ? ExitCode.FAILED : ExitCode.OK;
    }

    private void client() {
        Path state = MachineState.folder(shell());
        checks.run("state folder", () -> FolderChecks.writable("state folder", state));
        checks.run("state folder's permissions", () -> FolderChecks.closed("state folder's permissions", state));
        checks.run("state folder's disk", () -> FolderChecks.space("state folder's disk", state));
        if (to != null) {
            Path destination = shell().path(to);
            checks.run("destination", () -> FolderChecks.writable("destination", destination));
            checks.run("destination's disk", () -> FolderChecks.space("destination's disk", destination));
        }
        checks.run("proxy", () -> NetworkChecks.proxies(shell().environment()));
        if (token.isEmpty() && shell().variable("PARLEY_TOKEN").isEmpty()) {
            return;
        }
        JoinToken parsed = new TokenSource(shell()).token(token);
        List<String> urls = parsed.urls();
        Instant expires = parsed.notAfter();
        parsed.destroy();
        checks.run("token", () -> expiry(expires));
        reach(urls);
    }

    private Finding expiry(Instant expires) {
        boolean over = expires.isBefore(shell().clock().instant());
        String when = HumanFormat.time(expires, shell().clock());
        return over
                ? Finding.warning(
                        "token",
                        "By this machine's clock it lets no new client in since " + when + ".",
                        "a machine that has joined may go on; for a new one: parley token create TASK")
                : Finding.ok("token", "It is whole, and lets new clients in until " + when + ".");
    }

    /** One of several addresses is enough for a client. */
    private void reach(List<String> urls) {
        Optional<URI> reached = Optional.empty();
        for (URI address : NetworkChecks.distinct(urls).toList()) {
            checks.run("name", () -> NetworkChecks.name(address));
            Finding connection = checks.run("connection", () -> NetworkChecks.connection(address));
            if (connection.verdict() == Finding.Verdict.OK && reached.isEmpty()) {
                reached = Optional.of(address);
            }
        }
        reached.ifPresent(address -> checks.run(
                "clock", () -> NetworkChecks.clock(address, shell().clock().instant())));
    }

    private void server() {
        ServerDataFolder data = dataFolder().orElseGet(() -> ServerDataFolder.usual(shell()));
        Path folder = data.path();
        checks.run("data folder", () -> FolderChecks.writable("data folder", folder));
        checks.run("data folder's permissions", () -> FolderChecks.closed("data folder's permissions", folder));
        checks.run("data folder's disk", () -> FolderChecks.space("data folder's disk", folder));
        checks.run("data folder's state", () -> state(folder));
        Finding running = checks.run("server", this::answers);
        if (running.verdict() == Finding.Verdict.OK) {
            checks.run("server's clock", this::serversClock);
            reach(publicUrls());
        }
    }

    private static Finding state(Path folder) {
        String check = "data folder's state";
        if (Restore.isIncomplete(folder)) {
            return Finding.wrong(
                    check, "A restore was interrupted.", "parley restore-server FILE --force, with the same --data");
        }
        if (Files.exists(folder.resolve("db")) && !Files.exists(folder.resolve("master.key"))) {
            return Finding.warning(
                    check,
                    "There is a database and no master.key.",
                    "bring the file back, unless the key comes from PARLEY_MASTER_KEY");
        }
        if (Files.exists(folder.resolve("restored"))) {
            return Finding.ok(check, "It was restored from a back-up, and not started since.");
        }
        return Finding.ok(check, "It is complete.");
    }

    private Finding answers() {
        JsonObject found = rest().get("/server");
        return Finding.ok(
                "server",
                rest().address() + " answers: Parley " + found.getString("version") + " with "
                        + found.getString("database") + ".");
    }

    private Finding serversClock() {
        Finding found = NetworkChecks.clock(
                Instant.parse(rest().get("/server").getString("time")),
                shell().clock().instant());
        return new Finding("server's clock", found.verdict(), found.text(), found.advice());
    }

    private List<String> publicUrls() {
        return rest().get("/server").getJsonArray("publicUrls").getValuesAs(JsonString.class).stream()
                .map(JsonString::getString)
                .toList();
    }

    private void show(Finding finding) {
        print(String.format(
                "%-8s %s: %s", finding.verdict().word(), finding.check(), ErrorText.printable(finding.text())));
        if (!finding.advice().isEmpty()) {
            print("         " + ErrorText.printable(finding.advice()));
        }
    }

    private JsonObject result(String side, boolean ok) {
        JsonArrayBuilder all = Json.createArrayBuilder();
        for (Finding finding : checks.findings()) {
            JsonObjectBuilder each = Json.createObjectBuilder()
                    .add("check", finding.check())
                    .add("verdict", finding.verdict().word())
                    .add("text", finding.text());
            if (!finding.advice().isEmpty()) {
                each.add("advice", finding.advice());
            }
            all.add(each);
        }
        return Json.createObjectBuilder()
                .add("side", side)
                .add("ok", ok)
                .add("findings", all)
                .build();
    }
}
