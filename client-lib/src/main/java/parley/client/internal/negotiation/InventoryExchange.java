package parley.client.internal.negotiation;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import parley.client.UpdateFailedException;
import parley.client.UpdateHandler;
import parley.client.internal.concurrent.HandlerExecutor;
import parley.client.internal.failure.FailureTexts;
import parley.message.Inventory;
import parley.message.Messages;
import parley.message.Reason;
import parley.message.Welcome;
import parley.protocol.Wire;

/**
 * Gets the inventory from the handler, for the session in which it was requested. After a partial inventory the server
 * may ask once about other paths; the answer is complete, so the exchange ends. Used in the client's mailbox.
 */
final class InventoryExchange {

    private final UpdateHandler handler;
    private final HandlerExecutor calls;
    private final NegotiationHost host;
    private final Consumer<Inventory> seen;
    private @Nullable Welcome session;
    private boolean looking;
    private boolean mayBeAsked;

    InventoryExchange(UpdateHandler handler, HandlerExecutor calls, NegotiationHost host, Consumer<Inventory> seen) {
        this.handler = handler;
        this.calls = calls;
        this.host = host;
        this.seen = seen;
    }

    /** Whether an inventory is already being made. */
    boolean looking() {
        return looking;
    }

    void look(Welcome welcome) {
        session = welcome;
        look(() -> inventory(welcome), this::presentFirst);
    }

    /** The server asks about these paths too; it may do so only after a partial inventory. */
    void lookAt(List<String> paths) {
        if (mayBeAsked) {
            mayBeAsked = false;
            look(() -> handler.inventory(paths).complete(), this::present);
        }
    }

    @SuppressWarnings("ReferenceEquality") // this very message, not an equal one
    private void look(HandlerExecutor.Call<Inventory> call, Consumer<Inventory> then) {
        @Nullable Welcome asked = session;
        looking = true;
        calls.call(
                call,
                inventory -> {
                    if (asked == session) {
                        looking = false;
                        then.accept(inventory);
                    }
                },
                e -> {
                    if (asked == session) {
                        unable(e);
                    }
                });
    }

    private Inventory inventory(Welcome welcome) throws UpdateFailedException {
        handler.joined(host.serverFingerprint(), welcome.task());
        return handler.inventory();
    }

    void disconnected() {
        session = null;
        looking = false;
        mayBeAsked = false;
    }

    private void presentFirst(Inventory inventory) {
        mayBeAsked = inventory.partial();
        present(inventory);
    }

    private void present(Inventory inventory) {
        if (session == null) {
            throw new IllegalStateException("no session asks for an inventory");
        }
        long most = session.limits().files();
        if (inventory.files().size() > most || Messages.encode(inventory).length > Wire.MAX_JSON) {
            unable(new UpdateFailedException(
                    Reason.UNSUPPORTED,
                    "There are " + inventory.files().size() + " files; the server takes lists of at most " + most
                            + " files and 4 MiB."));
            return;
        }
        seen.accept(inventory);
    }

    /** Disconnects once the server knows why. */
    private void unable(UpdateFailedException why) {
        host.send(Inventory.unable(why.reason(), FailureTexts.sentence(why.getMessage())));
        host.whenHeard(() -> host.giveUp(FailureTexts.noInventory(why)));
    }
}
