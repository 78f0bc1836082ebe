package parley.cli.bundle;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import parley.message.bundle.UnicodeForm;

/** Links whose target is not shipped; the server refuses an upload with such a link. */
final class DanglingLinks {

    /** The longest chain of links; Linux follows 40, macOS 32. The server has the same bound. */
    private static final int MOST_HOPS = 32;

    private final TreeMap<String, BundleEntry> entries = new TreeMap<>();

    private DanglingLinks(Collection<BundleEntry> shipped) {
        shipped.forEach(entry -> entries.put(UnicodeForm.composed(entry.path()), entry));
    }

    /** For each such link a sentence that names it and its target; in the order of the paths. */
    static List<String> of(Collection<BundleEntry> shipped) {
        DanglingLinks links = new DanglingLinks(shipped);
        List<String> words = new ArrayList<>();
        links.entries.forEach((path, entry) -> entry.target().ifPresent(target -> {
            if (!links.leadsSomewhere(path)) {
                words.add(path + " is a link to " + target + ", which is not shipped: the server refuses it");
            }
        }));
        return words;
    }

    private boolean leadsSomewhere(String link) {
        String at = resolved(link);
        for (int hops = 0; hops < MOST_HOPS; hops++) {
            Optional<String> passed = firstLinkOf(at);
            if (passed.isEmpty()) {
                // '0' is the character after '/'
                return at.isEmpty()
                        || entries.containsKey(at)
                        || !entries.subMap(at + "/", at + "0").isEmpty();
            }
            at = resolved(passed.get()) + at.substring(passed.get().length());
        }
        return true; // a circle, which the server calls so
    }

    /** The target of a link by its text; the scan has checked that it stays inside. */
    private String resolved(String link) {
        List<String> segments = new ArrayList<>(List.of(link.split("/")));
        segments.remove(segments.size() - 1);
        String target = UnicodeForm.composed(Optional.ofNullable(entries.get(link))
                .flatMap(BundleEntry::target)
                .orElse(""));
        for (String segment : target.split("/")) {
            if (segment.equals("..") && !segments.isEmpty()) {
                segments.remove(segments.size() - 1);
            } else if (!segment.isEmpty() && !segment.equals(".") && !segment.equals("..")) {
                segments.add(segment);
            }
        }
        return String.join("/", segments);
    }

    private Optional<String> firstLinkOf(String path) {
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            if (isLink(path.substring(0, slash))) {
                return Optional.of(path.substring(0, slash));
            }
        }
        return Optional.of(path).filter(this::isLink);
    }

    private boolean isLink(String path) {
        BundleEntry entry = entries.get(path);
        return entry != null && entry.target().isPresent();
    }
}
