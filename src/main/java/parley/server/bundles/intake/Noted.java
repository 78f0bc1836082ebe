package parley.server.bundles.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import parley.server.bundles.store.UploadWarning;

/** The paths of one warning: the first few by name, the others only counted. */
final class Noted {

    private final List<String> first = new ArrayList<>();
    private int count;

    void add(String path) {
        count++;
        if (first.size() < UploadWarning.MOST_PATHS) {
            first.add(path);
        }
    }

    Optional<UploadWarning> warning(String code, String message) {
        return count == 0 ? Optional.empty() : Optional.of(new UploadWarning(code, message, List.copyOf(first), count));
    }
}
