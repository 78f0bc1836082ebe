package parley.client;

import java.util.function.Consumer;
import parley.message.Inventory;
import parley.message.Messages;
import parley.message.Reason;
import parley.message.Welcome;
import parley.protocol.Wire;

/** Has the handler look at what this machine has, for the session in which it was asked. Used in the client's mailbox. */
final class Look {

    private final UpdateHandler handler;
    private final Calls calls;
    private final Peer peer;
    private final Consumer<Inventory> seen;
    private Welcome session;
    private boolean looking;

    Look(UpdateHandler handler, Calls calls, Peer peer, Consumer<Inventory> seen) {
        this.handler = handler;
        this.calls = calls;
        this.peer = peer;
        this.seen = seen;
    }

    /** Whether an inventory is on its way already. */
    boolean looking() {
        return looking;
    }

    void look(Welcome welcome) {
        session = welcome;
        looking = true;
        calls.call(
                () -> inventory(welcome),
                inventory -> present(inventory, welcome),
                e -> peer.giveUp(Refusals.noInventory(e)));
    }

    private Inventory inventory(Welcome welcome) throws UpdateFailedException {
        handler.joined(peer.serverFingerprint(), welcome.task());
        return handler.inventory();
    }

    void disconnected() {
        session = null;
        looking = false;
    }

    private void present(Inventory inventory, Welcome asked) {
        if (asked != session) {
            return;
        }
        looking = false;
        long most = asked.limits().files();
        if (inventory.files().size() > most || Messages.encode(inventory).length > Wire.MAX_JSON) {
            peer.giveUp(Refusals.noInventory(new UpdateFailedException(
                    Reason.UNSUPPORTED,
                    "There are " + inventory.files().size() + " files; the server takes lists of at most " + most
                            + " files and 4 MiB.")));
            return;
        }
        seen.accept(inventory);
    }
}
