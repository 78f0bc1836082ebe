package parley.server.bundles.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parley.message.bundle.Digest;
import parley.message.bundle.FileEntry;
import parley.message.bundle.Mode;

class LinkCopiesTest {

    /** {@code "file"}, or a link's target. */
    private static Map<String, FileEntry> copies(Map<String, String> bundle, int most) {
        Map<String, FileEntry> entries = new TreeMap<>();
        Map<String, String> targets = new TreeMap<>();
        bundle.forEach((path, what) -> {
            boolean file = what.equals("file");
            entries.put(
                    path, new FileEntry(new Digest("sha256:" + "0".repeat(64)), 1, file ? new Mode(0644) : Mode.LINK));
            if (!file) {
                targets.put(path, what);
            }
        });
        return LinkCopies.of(entries, targets, most);
    }

    @Test
    void linksToFilesAndFoldersBecomeCopiesOverHoweverManyLinks() {
        Map<String, FileEntry> copies = copies(
                Map.of(
                        "v1/app", "file",
                        "v1/lib/x", "file",
                        "v1/lib/y", "x",
                        "current", "v1",
                        "newest", "current",
                        "app", "newest/app",
                        "deep/er/lib", "../../current/lib"),
                100);

        assertThat(copies.keySet())
                .containsExactly(
                        "app",
                        "current/app",
                        "current/lib/x",
                        "current/lib/y",
                        "deep/er/lib/x",
                        "deep/er/lib/y",
                        "newest/app",
                        "newest/lib/x",
                        "newest/lib/y",
                        "v1/app",
                        "v1/lib/x",
                        "v1/lib/y");
        assertThat(copies.values()).noneMatch(FileEntry::isLink);
    }

    @ParameterizedTest
    @CsvSource({
        "a/link, ../a, goes in a circle",
        "a/b/link, ../../a, goes in a circle",
        "one, two, goes in a circle",
        "nowhere, a/missing, nothing is there",
        "nowhere, a/file/x, nothing is there",
        "a/mutual, ../b, goes in a circle",
    })
    void whatHasNoEndIsRefusedByName(String path, String target, String words) {
        Map<String, String> bundle = new LinkedHashMap<>(Map.of("a/file", "file", "two", "one", "b/file", "file"));
        if (!path.equals("one")) {
            bundle.remove("two");
        }
        bundle.put("b/mutual", path.equals("a/mutual") ? "../a" : "file");
        bundle.put(path, target);

        assertThatThrownBy(() -> copies(bundle, 100)).isInstanceOfSatisfying(LinkCopies.BadLink.class, e -> {
            assertThat(e.path()).isIn(path, "b/mutual");
            assertThat(e).hasMessageContaining(words);
        });
    }

    @Test
    void copiesOfCopiesOfCopiesHaveABound() {
        Map<String, String> bundle = new LinkedHashMap<>();
        bundle.put("f0/file", "file");
        for (int i = 1; i < 40; i++) {
            bundle.put("f" + i + "/a", "../f" + (i - 1));
            bundle.put("f" + i + "/b", "../f" + (i - 1));
        }
        assertThatThrownBy(() -> copies(bundle, 1000)).hasMessageContaining("more than 1000 files");
    }

    @Test
    void linksToFoldersThatLeadIntoEachOtherHaveABoundedDepth() {
        Map<String, String> bundle = new LinkedHashMap<>();
        bundle.put("f0/file", "file");
        for (int i = 1; i < 5000; i++) {
            bundle.put("f" + i + "/x", "../f" + (i - 1));
        }
        assertThatThrownBy(() -> copies(bundle, 1_000_000)).hasMessageContaining("paths that are too long");
    }
}
