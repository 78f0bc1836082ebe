package parley.apply.internal.disk;

import java.io.IOException;
import parley.client.UpdateFailedException;

/** Work on a destination whose failures become failures of the update with their reason. */
public final class FailureConversion {

    public interface Work<T> {
        T run() throws IOException, ApplyFailure, UpdateFailedException;
    }

    private FailureConversion() {}

    public static <T> T call(Work<T> work) throws UpdateFailedException {
        try {
            return work.run();
        } catch (ApplyFailure e) {
            throw e.forTheClient();
        } catch (IOException e) {
            throw ApplyFailure.of(e).forTheClient();
        }
    }
}
