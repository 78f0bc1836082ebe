package parley.client;

import java.util.Objects;

/** The result of an {@link UpdateHandler#apply} that may not have returned, with the id of its offer. */
public record Recovered(String offer, Applied result) {

    public Recovered {
        Objects.requireNonNull(offer);
        Objects.requireNonNull(result);
    }
}
