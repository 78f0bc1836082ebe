package parley.cli.bundle;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import parley.cli.terminal.HumanFormat;
import parley.message.bundle.UnicodeForm;
import parley.message.bundle.UnintendedFiles;
import parley.message.platform.OperatingSystem;
import parley.message.platform.PlatformNames;

/** What {@code --dry-run} lists of one bundle, as text and as JSON. */
public final class Shipment {

    /** Paths that are named in one warning. */
    private static final int MOST_NAMED = 20;

    private final BundleSource source;

    public Shipment(BundleSource source) {
        this.source = source;
    }

    /** One line for each entry: mode, size, path, and where a link leads. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (BundleEntry entry : source.shipped()) {
            String size = entry.isFile() ? Long.toString(entry.size()) : "-";
            lines.add(String.format("%-4s  %10s  %s", entry.mode(), size, entry.path())
                    + entry.target().map(target -> " -> " + target).orElse(""));
        }
        return lines;
    }

    /** {@code 2 files, 20 B would be shipped; left out: …}. */
    public String summary() {
        String shipped = HumanFormat.count(source.fileCount(), "file") + ", " + HumanFormat.size(source.bytes());
        return source.leftOut().isEmpty() ? shipped : shipped + "; left out: " + named(source.leftOut());
    }

    /** Unintended files, and links that lead nowhere in the bundle. The server checks more: circles and limits. */
    public List<String> warnings() {
        List<String> paths = source.shipped().stream()
                .map(entry -> UnicodeForm.composed(entry.path()))
                .toList();
        List<String> warnings = new ArrayList<>();
        Set<String> unintended = new TreeSet<>();
        paths.forEach(path -> UnintendedFiles.unintended(path).ifPresent(unintended::add));
        if (!unintended.isEmpty()) {
            warnings.add("These look unintended (--exclude, .parleyignore): " + named(List.copyOf(unintended)));
        }
        DanglingLinks.of(source.shipped()).forEach(warnings::add);
        PlatformNames.of(paths, OperatingSystem.ALL)
                .first()
                .forEach(problem -> warnings.add(problem.path() + ": " + problem.why() + " (--platforms)"));
        return warnings;
    }

    public JsonObjectBuilder json() {
        JsonArrayBuilder entries = Json.createArrayBuilder();
        for (BundleEntry entry : source.shipped()) {
            JsonObjectBuilder one = Json.createObjectBuilder()
                    .add("path", UnicodeForm.composed(entry.path()))
                    .add("kind", entry.kind())
                    .add("mode", entry.mode())
                    .add("size", entry.size());
            entry.target().ifPresent(target -> one.add("target", target));
            entries.add(one);
        }
        return Json.createObjectBuilder()
                .add("files", source.fileCount())
                .add("bytes", source.bytes())
                .add("entries", entries)
                .add("leftOut", Json.createArrayBuilder(source.leftOut()))
                .add("warnings", Json.createArrayBuilder(warnings()));
    }

    private static String named(List<String> paths) {
        String first = String.join(", ", paths.subList(0, Math.min(MOST_NAMED, paths.size())));
        return paths.size() > MOST_NAMED ? first + " and " + (paths.size() - MOST_NAMED) + " more" : first;
    }
}
