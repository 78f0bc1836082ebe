package parley.cli.server;

import java.util.List;
import parley.message.ClientState;
import parley.message.bundle.Digest;

/** How the demo's clients ended. */
record DemoResult(Digest bundle, List<Client> clients) {

    /**
     * @param from a text about its folder at the beginning
     * @param folder the digest of its folder now, computed from the files
     */
    record Client(
            String name,
            String from,
            ClientState expected,
            ClientState state,
            String detail,
            int changes,
            long bytes,
            Digest folder) {

        boolean asExpected(Digest bundle) {
            return state == expected && folder.equals(bundle);
        }
    }

    boolean asExpected() {
        return clients.stream().allMatch(client -> client.asExpected(bundle));
    }
}
