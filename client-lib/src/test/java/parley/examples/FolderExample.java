package parley.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import parley.apply.DirectoryUpdate;
import parley.client.Outcome;
import parley.client.UpdateClient;
import parley.client.UpdateException;
import parley.message.Offer;
import parley.message.bundle.Change;
import parley.protocol.JoinToken;
import parley.protocol.JoinTokenException;

/** Keeps a folder up to date with a task; the files are checked before they are put in force. */
public final class FolderExample {

    private FolderExample() {}

    /** Arguments: the token, the state folder, the folder to update. */
    public static void main(String[] args) throws Exception {
        System.out.println(update(args[0], Path.of(args[1]), Path.of(args[2])).state());
    }

    public static Outcome update(String tokenText, Path state, Path folder)
            throws JoinTokenException, UpdateException, IOException, InterruptedException {
        JoinToken token = JoinToken.parse(tokenText);
        try (DirectoryUpdate update = DirectoryUpdate.into(folder)
                        .check(List.of("test", "-s", "proxy.conf"))
                        .confirmation(FolderExample::harmless)
                        .build();
                UpdateClient client = UpdateClient.builder(token)
                        .name("proxy-1")
                        .label("role", "proxy")
                        .stateFolder(state)
                        .handler(update)
                        .build()) {
            return client.run();
        }
    }

    private static boolean harmless(Offer offer) {
        return offer.changes().stream().map(Change::path).noneMatch(path -> path.endsWith(".key"));
    }
}
