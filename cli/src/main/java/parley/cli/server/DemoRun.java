package parley.cli.server;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import parley.apply.DirectoryUpdate;
import parley.cli.bundle.BundleSource;
import parley.cli.rest.RestClient;
import parley.cli.rest.ServerAddress;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.HumanFormat;
import parley.cli.terminal.Shell;
import parley.client.Outcome;
import parley.client.UpdateClient;
import parley.client.UpdateException;
import parley.client.UpdateFailedException;
import parley.message.ClientState;
import parley.message.bundle.BundleDigest;
import parley.message.bundle.Digest;
import parley.protocol.JoinToken;
import parley.protocol.JoinTokenException;

/** Runs the demo with its server: two tasks over REST, and clients of the client library in this process. */
final class DemoRun {

    private static final int MINUTES = 2;

    /** A client of the demo before it starts. */
    private record Plan(String name, String from, ClientState expected) {}

    private static final Plan EMPTY = new Plan("edge-1", "an empty folder", ClientState.SUCCEEDED);
    private static final Plan OLDER = new Plan("edge-2", "an older version", ClientState.SUCCEEDED);
    private static final Plan SAME = new Plan("edge-3", "the same version", ClientState.NOTHING_TO_DO);

    private final Shell shell;
    private final RestClient rest;
    private final DemoFolder place;
    private final boolean quiet;

    DemoRun(Shell shell, String url, Path adminKey, DemoFolder place, boolean quiet) throws IOException {
        this.shell = shell;
        this.rest = new RestClient(
                ServerAddress.parse(url, "the demo"), Files.readString(adminKey).strip());
        this.place = place;
        this.quiet = quiet;
    }

    /** Brings three clients to the files of {@code source}. */
    DemoResult rollOut(Path source) throws IOException, InterruptedException {
        Path current = place.bundle("current");
        DemoBundles.copy(source, current);
        Path older = place.bundle("older");
        DemoBundles.makeOlder(current, older);

        giveOlderVersion(older);
        Files.createDirectories(place.destination(EMPTY.name()));
        DemoBundles.copy(current, place.destination(SAME.name()));

        JsonObject bundle = upload(current, "demo");
        tell("The bundle has " + HumanFormat.count(bundle.getInt("files"), "file") + ", "
                + HumanFormat.size(bundle.getJsonNumber("bytes").longValue()) + ", from " + source + ".");
        String token = start("demo", bundle);
        tell("Three clients join with nothing but this token:");
        tell("  " + token);
        tell("");
        Digest digest = new Digest(bundle.getString("sha256"));
        return new DemoResult(digest, joinAll(token, List.of(EMPTY, OLDER, SAME)));
    }

    private void giveOlderVersion(Path older) throws IOException, InterruptedException {
        JsonObject bundle = upload(older, "demo-older");
        DemoScreen silent = DemoScreen.silent();
        Joined joined = new Joined(OLDER, start("demo-older", bundle), silent);
        Outcome outcome = joined.outcome();
        if (outcome.state() != ClientState.SUCCEEDED) {
            throw problem(OLDER, "It could not be given an older version: " + outcome.detail(), null);
        }
    }

    private JsonObject upload(Path folder, String name) {
        return rest.upload("/bundles", BundleSource.of(List.of(folder)).multipart(name, new SecureRandom()));
    }

    /** Starts a task with the bundle and gives its token. */
    private String start(String name, JsonObject bundle) {
        JsonObject task = rest.post(
                "/tasks",
                Json.createObjectBuilder()
                        .add("name", name)
                        .add("bundle", bundle.getString("sha256"))
                        .add("start", true)
                        .build());
        return task.getJsonObject("token").getString("token");
    }

    private List<DemoResult.Client> joinAll(String token, List<Plan> plans) throws IOException, InterruptedException {
        DemoScreen screen = quiet ? DemoScreen.silent() : DemoScreen.on(shell);
        plans.forEach(plan -> screen.add(plan.name(), plan.from()));
        List<Joined> joined = new ArrayList<>();
        for (Plan plan : plans) {
            joined.add(new Joined(plan, token, screen));
        }
        List<DemoResult.Client> results = new ArrayList<>();
        for (Joined each : joined) {
            results.add(each.result());
        }
        return results;
    }

    /** One running client, in its own thread. */
    private final class Joined {

        private final Plan plan;
        private final DirectoryUpdate update;
        private final JoinToken token;
        private final UpdateClient client;
        private final CompletableFuture<Outcome> future;

        Joined(Plan plan, String token, DemoScreen screen) {
            this.plan = plan;
            this.update = DirectoryUpdate.into(place.destination(plan.name())).build();
            this.token = parsed(token);
            this.client = UpdateClient.builder(this.token)
                    .name(plan.name())
                    .label("role", "demo")
                    .stateFolder(place.state(plan.name()))
                    .handler(update)
                    .listener(screen.listener(plan.name()))
                    .build();
            this.future = client.start();
        }

        Outcome outcome() throws IOException, InterruptedException {
            try (update;
                    client) {
                return future.get(MINUTES, TimeUnit.MINUTES);
            } catch (TimeoutException e) {
                throw problem(plan, "It had not ended after " + MINUTES + " minutes.", e);
            } catch (ExecutionException e) {
                String why = e.getCause() instanceof UpdateException refused
                        ? refused.getMessage() + " " + refused.why()
                        : String.valueOf(e.getCause());
                throw problem(plan, why, e);
            } finally {
                token.destroy();
            }
        }

        DemoResult.Client result() throws IOException, InterruptedException {
            Outcome outcome = outcome();
            return new DemoResult.Client(
                    plan.name(),
                    plan.from(),
                    plan.expected(),
                    outcome.state(),
                    outcome.detail(),
                    outcome.changes(),
                    outcome.bytes(),
                    digest(place.destination(plan.name())));
        }
    }

    /** The digest of the files in the folder, read now. */
    private static Digest digest(Path folder) throws IOException {
        try (DirectoryUpdate look = DirectoryUpdate.into(folder).build();
                Stream<Path> all = Files.walk(folder)) {
            List<String> files = all.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace(File.separatorChar, '/'))
                    .filter(path -> !path.startsWith(".parley/"))
                    .toList();
            return BundleDigest.of(look.inventory(files).files());
        } catch (UpdateFailedException e) {
            throw new IOException(folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static JoinToken parsed(String token) {
        try {
            return JoinToken.parse(token);
        } catch (JoinTokenException e) {
            throw new CliProblem(ExitCode.TOKEN, "The server gave an invalid token.", e.getMessage(), "report it", e);
        }
    }

    private static CliProblem problem(Plan plan, String why, @Nullable Exception cause) {
        return new CliProblem(
                ExitCode.FAILED,
                "The client " + plan.name() + " did not end as expected.",
                why,
                "run it again with PARLEY_DEBUG=1",
                cause);
    }

    private void tell(String line) {
        if (quiet) {
            shell.err().println(line);
        } else {
            shell.out().println(line);
        }
    }
}
