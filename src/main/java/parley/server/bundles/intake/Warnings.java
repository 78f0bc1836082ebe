package parley.server.bundles.intake;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import parley.message.bundle.FileEntry;
import parley.message.bundle.UnintendedFiles;
import parley.message.platform.OperatingSystem;
import parley.message.platform.PlatformNames;
import parley.server.bundles.store.UploadWarning;

/** Warnings for the sender of an accepted upload. */
final class Warnings {

    private Warnings() {}

    static List<UploadWarning> of(
            SortedMap<String, FileEntry> entries, Noted recomposed, Noted emptyFolders, Noted specialBits) {
        List<UploadWarning> warnings = new ArrayList<>();
        unintended(entries).ifPresent(warnings::add);
        platformNames(entries).ifPresent(warnings::add);
        recomposed
                .warning(
                        "unicode_form",
                        "Names in another Unicode form (letters and their accents apart, as macOS writes them) "
                                + "are in normal form C in the bundle and on the clients.")
                .ifPresent(warnings::add);
        emptyFolders
                .warning(
                        "empty_folders",
                        "Empty folders are left out unless you keep them (emptyFolders=keep, --keep-empty-folders).")
                .ifPresent(warnings::add);
        specialBits
                .warning(
                        "special_bits",
                        "Set-user-id, set-group-id and sticky bits are left out: no update gives rights away. Set "
                                + "them on"
                                + " the clients, with --run.")
                .ifPresent(warnings::add);
        return List.copyOf(warnings);
    }

    private static Optional<UploadWarning> unintended(SortedMap<String, FileEntry> entries) {
        Set<String> found = new TreeSet<>();
        entries.keySet().forEach(path -> UnintendedFiles.unintended(path).ifPresent(found::add));
        Noted noted = new Noted();
        found.forEach(noted::add);
        return noted.warning(
                "unintended_files",
                "These look unintended. Leave them out with --exclude or a .parleyignore, or ship them on purpose.");
    }

    private static Optional<UploadWarning> platformNames(SortedMap<String, FileEntry> entries) {
        PlatformNames.Problems problems = PlatformNames.of(entries.keySet(), OperatingSystem.ALL);
        if (problems.isEmpty()) {
            return Optional.empty();
        }
        Set<OperatingSystem> good = good(entries);
        List<String> named = problems.first().stream()
                .map(problem -> problem.path() + ": " + problem.why())
                .toList();
        return Optional.of(new UploadWarning(
                "platform_names",
                "Not every platform can have these names, so a task for all platforms refuses them. Rename them, "
                        + "or make"
                        + " the task for " + OperatingSystem.words(good) + " only (platforms, --platforms "
                        + OperatingSystem.words(good).replace(" ", "") + ").",
                named,
                problems.count()));
    }

    private static Set<OperatingSystem> good(Map<String, FileEntry> entries) {
        Set<OperatingSystem> good = EnumSet.allOf(OperatingSystem.class);
        good.removeIf(
                system -> !PlatformNames.of(entries.keySet(), Set.of(system)).isEmpty());
        return good;
    }
}
