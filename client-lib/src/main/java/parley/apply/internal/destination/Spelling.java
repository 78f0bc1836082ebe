package parley.apply.internal.destination;

import java.io.IOException;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import parley.apply.internal.disk.FileAccess;
import parley.apply.internal.disk.FileAccess.Found;
import parley.apply.internal.disk.Layout;

/** How a disk spells the name at a path: disks of macOS and Windows treat two spellings as one name. */
public final class Spelling {
    private final FileAccess files;

    public Spelling(FileAccess files) {
        this.files = files;
    }

    /** The path as the disk has it. Lists folders only if the disk accepts another spelling for the same file. */
    public String onDisk(String path, Found found) throws IOException {
        for (String other : List.of(
                path.toUpperCase(Locale.ROOT),
                path.toLowerCase(Locale.ROOT),
                Normalizer.normalize(path, Normalizer.Form.NFD))) {
            Optional<Object> identity =
                    other.equals(path) ? Optional.empty() : files.look(other).flatMap(Found::identity);
            if (identity.isPresent() && identity.equals(found.identity())) {
                return listed(path);
            }
        }
        return path;
    }

    private String listed(String path) throws IOException {
        String spelled = "";
        for (String name : path.split("/")) {
            List<String> names = files.list(spelled);
            String there = names.contains(name)
                    ? name
                    : names.stream()
                            .filter(n -> PathPolicy.key(n).equals(PathPolicy.key(name)))
                            .findFirst()
                            .orElse(name);
            spelled = Layout.child(spelled, there);
        }
        return spelled;
    }
}
