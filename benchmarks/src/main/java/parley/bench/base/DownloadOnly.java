package parley.bench.base;

import java.util.Optional;
import parley.client.Applied;
import parley.client.Applying;
import parley.client.Recovered;
import parley.client.UpdateHandler;
import parley.message.Agreed;
import parley.message.Answer;
import parley.message.Inventory;
import parley.message.Offer;

/** A client that has nothing, accepts everything and keeps nothing, so that no disk is measured. */
public abstract class DownloadOnly implements UpdateHandler {

    @Override
    public final Optional<Recovered> recover() {
        return Optional.empty();
    }

    @Override
    public final Inventory inventory() {
        return Inventory.empty();
    }

    @Override
    public final Answer decide(Offer offer) {
        return Answer.accept(offer.offer());
    }

    @Override
    public final void staged(Offer offer, Agreed agreed) {}

    @Override
    public final Applied apply(Offer offer, Agreed agreed, Applying applying) {
        return Applied.succeeded("kept nothing", "");
    }
}
