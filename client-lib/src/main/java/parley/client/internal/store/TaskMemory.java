package parley.client.internal.store;

import java.util.Objects;

/** What is durable about one task: the offer with its steps, and the reports. {@code name} is the folder's. */
public record TaskMemory(String name, OfferMemory offer, ReportQueue reports) {

    public TaskMemory {
        Objects.requireNonNull(name);
        Objects.requireNonNull(offer);
        Objects.requireNonNull(reports);
    }
}
