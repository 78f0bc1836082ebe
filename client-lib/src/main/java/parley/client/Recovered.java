package parley.client;

import java.util.Objects;

/** What came of an {@link UpdateHandler#apply} that may not have returned: the offer's id and the result. */
public record Recovered(String offer, Applied result) {

    public Recovered {
        Objects.requireNonNull(offer);
        Objects.requireNonNull(result);
    }
}
