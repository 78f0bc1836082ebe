package parley.client;

import java.util.Objects;

/** What is durable about one task: the offer with its steps, and the reports. {@code name} is the folder's. */
record TaskMemory(String name, OfferMemory offer, ReportQueue reports) {

    TaskMemory {
        Objects.requireNonNull(name);
        Objects.requireNonNull(offer);
        Objects.requireNonNull(reports);
    }
}
