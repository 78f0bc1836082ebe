package parley.server.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import parley.apply.DirectoryUpdate;
import parley.client.Outcome;
import parley.client.UpdateClient;
import parley.client.UpdateException;
import parley.protocol.JoinToken;
import parley.protocol.JoinTokenException;

/** A client machine in a folder: its destination, its state, and what it does when it is given a token. */
final class Machine {

    private static final long DEADLINE_SECONDS = 240;

    private final Path root;
    private final String name;

    Machine(Path root, String name) throws IOException {
        this.root = Files.createDirectories(root);
        this.name = name;
    }

    Path destination() {
        return root.resolve("destination");
    }

    /** Files as a person put them there, without Parley. */
    Machine with(Map<String, String> files) throws IOException {
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = destination().resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        return this;
    }

    /** Runs to its end. */
    Outcome join(String token) throws Exception {
        return join(token, UnaryOperator.identity(), UnaryOperator.identity());
    }

    Outcome join(
            String token, UnaryOperator<UpdateClient.Builder> client, UnaryOperator<DirectoryUpdate.Builder> update)
            throws Exception {
        try (DirectoryUpdate handler =
                        update.apply(DirectoryUpdate.into(destination())).build();
                UpdateClient joining =
                        client.apply(builder(token)).handler(handler).build()) {
            return result(joining.start());
        }
    }

    /** Runs, and tells how it goes. */
    JoiningClient begin(String token) throws Exception {
        return begin(token, UnaryOperator.identity(), UnaryOperator.identity());
    }

    JoiningClient begin(
            String token, UnaryOperator<UpdateClient.Builder> client, UnaryOperator<DirectoryUpdate.Builder> update)
            throws Exception {
        return new JoiningClient(
                client.apply(builder(token)),
                update.apply(DirectoryUpdate.into(destination())).build());
    }

    /** The same in a process of its own, which can be killed. */
    JoiningProcess beginInAProcess(String token) throws IOException {
        return JoiningProcess.start(token, name, root);
    }

    /** Runs to its end in a thread of its own. */
    CompletableFuture<Outcome> joinMeanwhile(String token, UnaryOperator<UpdateClient.Builder> client) {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        outcome.complete(join(token, client, UnaryOperator.identity()));
                    } catch (Exception e) {
                        outcome.completeExceptionally(e);
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        return outcome;
    }

    CompletableFuture<Outcome> joinMeanwhile(String token) {
        return joinMeanwhile(token, UnaryOperator.identity());
    }

    /** What it ended with; an {@link UpdateException} as it was thrown. */
    static Outcome result(CompletableFuture<Outcome> run) throws UpdateException, InterruptedException {
        try {
            return run.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UpdateException refused) {
                throw refused;
            }
            throw new AssertionError("the client failed", e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("the client did not end within " + DEADLINE_SECONDS + " s", e);
        }
    }

    private UpdateClient.Builder builder(String token) throws JoinTokenException {
        return UpdateClient.builder(JoinToken.parse(token)).name(name).stateFolder(root.resolve("state"));
    }
}
