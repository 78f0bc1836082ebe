package parley.server.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import parley.apply.DirectoryUpdate;
import parley.client.Outcome;
import parley.client.UpdateClient;
import parley.protocol.JoinToken;

/** A real client with a folder of its own, which is deleted in the end. */
final class JoinedMachine implements AutoCloseable {

    private final Path home;
    private final JoinToken token;
    private final DirectoryUpdate update;
    private final UpdateClient client;
    private final CompletableFuture<Outcome> outcome;

    private JoinedMachine(
            String text, UnaryOperator<UpdateClient.Builder> client, UnaryOperator<DirectoryUpdate.Builder> update)
            throws Exception {
        home = Files.createTempDirectory("machine-");
        token = JoinToken.parse(text);
        this.update = update.apply(DirectoryUpdate.into(Files.createDirectory(home.resolve("etc"))))
                .build();
        this.client = client.apply(UpdateClient.builder(token)
                        .stateFolder(home.resolve("state"))
                        .handler(this.update))
                .build();
        outcome = this.client.start();
    }

    static JoinedMachine join(String token, String name) throws Exception {
        return new JoinedMachine(token, client -> client.name(name), update -> update);
    }

    static JoinedMachine join(
            String token, UnaryOperator<UpdateClient.Builder> client, UnaryOperator<DirectoryUpdate.Builder> update)
            throws Exception {
        return new JoinedMachine(token, client, update);
    }

    /** One whose check says no, in these words. */
    static JoinedMachine unwell(String token, String name, String words) throws Exception {
        List<String> check = List.of("/bin/sh", "-c", "printf '%s' \"$0\"; exit 3", words);
        return new JoinedMachine(token, client -> client.name(name).label("role", "db"), update -> update.check(check));
    }

    Outcome outcome() throws Exception {
        return outcome.get(60, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws IOException {
        client.close();
        update.close();
        token.destroy();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
