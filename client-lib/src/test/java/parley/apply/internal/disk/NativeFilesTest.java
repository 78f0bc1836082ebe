package parley.apply.internal.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import parley.apply.internal.disk.FileAccess.Found;
import parley.apply.internal.disk.FileAccess.Kind;

/** Both ways to reach a disk keep the promises of {@link FileAccess}. */
class NativeFilesTest {

    enum Way {
        BY_HANDLE,
        BY_NAME;

        FileAccess open(Path root) throws IOException {
            return this == BY_HANDLE ? NativeFiles.open(root) : NativeFiles.openByName(root);
        }
    }

    @TempDir
    Path temp;

    private Path root;
    private Path outside;

    @BeforeEach
    void aFolderAndSomethingBesideIt() throws Exception {
        root = Files.createDirectory(temp.resolve("root"));
        Files.createDirectory(root.resolve(".parley"));
        outside = Files.createDirectory(temp.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "secret");
    }

    private static void write(FileAccess files, String path, String text) throws IOException {
        try (FileAccess.Sink sink = files.create(path)) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            sink.write(bytes, 0, bytes.length);
            sink.sync();
        }
    }

    @ParameterizedTest
    @EnumSource
    void writesReadsLinksMovesAndDeletes(Way way) throws Exception {
        try (FileAccess files = way.open(root)) {
            files.makeFolder("a", 0750);
            files.makeFolder("a/b", 0700);
            write(files, "a/b/one", "1");
            try (FileAccess.Sink sink = files.append("a/b/one")) {
                sink.write("x23y".getBytes(StandardCharsets.UTF_8), 1, 2);
            }
            files.setMode("a/b/one", 0640);
            assertThat(files.link("a/b/one", "a/two")).isTrue();
            files.move("a/b/one", "three");
            files.syncFolder("a/b");
            files.syncFolder("");
            files.deleteFolder("a/b");

            assertThat(files.list("")).containsExactly(".parley", "a", "three");
            assertThat(files.list("a")).containsExactly("two");
            assertThat(root.resolve("three")).hasContent("123");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve("three"))))
                    .isEqualTo("rw-r-----");
            Found two = files.look("a/two").orElseThrow();
            assertThat(two.kind()).isEqualTo(Kind.FILE);
            assertThat(two.size()).isEqualTo(3);
            assertThat(two.mode()).isEqualTo(0640);
            assertThat(two.identity())
                    .isPresent()
                    .isEqualTo(files.look("three").orElseThrow().identity());
            assertThat(files.look("a").orElseThrow().mode()).isEqualTo(0750);
            assertThat(files.usableSpace()).isPositive();
            files.delete("a/two");
            assertThat(files.look("a/two")).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void makesReadsMovesAndDeletesSymbolicLinksWithoutFollowingThem(Way way) throws Exception {
        try (FileAccess files = way.open(root)) {
            files.makeFolder("a", 0755);
            files.makeLink("a/link", "../../outside/secret");
            write(files, "file", "x");

            assertThat(files.look("a/link").orElseThrow().kind()).isEqualTo(Kind.LINK);
            assertThat(files.readLink("a/link")).isEqualTo("../../outside/secret");
            assertThatThrownBy(() -> files.makeLink("file", "a")).isInstanceOf(FileAlreadyExistsException.class);
            assertThatThrownBy(() -> files.readLink("file")).isInstanceOf(NotLinkException.class);
            files.move("a/link", "file");
            assertThat(Files.readSymbolicLink(root.resolve("file"))).hasToString("../../outside/secret");
            files.delete("file");
            assertThat(files.list("")).containsExactly(".parley", "a");
            assertThat(files.list(".parley")).isEmpty();
        }
        assertThat(outside.resolve("secret")).hasContent("secret");
    }

    @ParameterizedTest
    @EnumSource
    void aNewFileIsForItsOwnerAlone(Way way) throws Exception {
        try (FileAccess files = way.open(root)) {
            write(files, "new", "x");
            assertThat(files.look("new").orElseThrow().mode()).isEqualTo(0600);
        }
    }

    @ParameterizedTest
    @EnumSource
    void looksAtWhatIsThereWithoutFollowingLinks(Way way) throws Exception {
        Files.createSymbolicLink(root.resolve("link"), outside.resolve("secret"));
        Files.createSymbolicLink(root.resolve("nowhere"), temp.resolve("nowhere"));
        try (FileAccess files = way.open(root)) {
            assertThat(files.look("link").orElseThrow().kind()).isEqualTo(Kind.LINK);
            assertThat(files.look("nowhere").orElseThrow().kind()).isEqualTo(Kind.LINK);
            assertThat(files.look("").orElseThrow().kind()).isEqualTo(Kind.FOLDER);
            assertThat(files.look("missing")).isEmpty();
            assertThat(files.look("missing/below")).isEmpty();
            write(files, "file", "x");
            assertThat(files.look("file/below")).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void noOperationGoesThroughALink(Way way) throws Exception {
        Files.createSymbolicLink(root.resolve("link"), outside);
        Files.createSymbolicLink(root.resolve("file"), outside.resolve("secret"));
        try (FileAccess files = way.open(root)) {
            write(files, "mine", "mine");

            for (Attempt attempt : List.<Attempt>of(
                    () -> files.look("link/secret"),
                    () -> files.list("link"),
                    () -> files.read("link/secret"),
                    () -> files.read("file"),
                    () -> files.create("link/new"),
                    () -> files.create("file"),
                    () -> files.append("link/secret"),
                    () -> files.append("file"),
                    () -> files.setMode("link/secret", 0777),
                    () -> files.makeFolder("link/folder", 0755),
                    () -> files.syncFolder("link"),
                    () -> files.link("link/secret", "taken"),
                    () -> files.link("mine", "link/mine"),
                    () -> files.move("mine", "link/mine"),
                    () -> files.move("link/secret", "taken"),
                    () -> files.delete("link/secret"),
                    () -> files.deleteFolder("link"))) {
                assertThatThrownBy(attempt::run).isInstanceOf(IOException.class);
            }

            assertThat(outside.resolve("secret")).hasContent("secret");
            assertThat(outside.toFile().list()).containsExactly("secret");
            assertThat(root.resolve("mine")).hasContent("mine");
            assertThat(root.resolve("taken")).doesNotExist();
        }
    }

    private interface Attempt {
        void run() throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    void aMoveReplacesALinkAndNotWhatItLeadsTo(Way way) throws Exception {
        Files.createSymbolicLink(root.resolve("file"), outside.resolve("secret"));
        try (FileAccess files = way.open(root)) {
            write(files, "mine", "mine");

            files.move("mine", "file");

            assertThat(outside.resolve("secret")).hasContent("secret");
            assertThat(Files.isSymbolicLink(root.resolve("file"))).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsOverwrittenUnasked(Way way) throws Exception {
        try (FileAccess files = way.open(root)) {
            files.makeFolder("folder", 0755);
            write(files, "folder/file", "x");

            assertThatThrownBy(() -> files.create("folder/file")).isInstanceOf(FileAlreadyExistsException.class);
            assertThatThrownBy(() -> files.makeFolder("folder", 0755)).isInstanceOf(FileAlreadyExistsException.class);
            assertThatThrownBy(() -> files.link("folder/file", "folder/file"))
                    .isInstanceOf(FileAlreadyExistsException.class);
            assertThatThrownBy(() -> files.deleteFolder("folder")).isInstanceOf(DirectoryNotEmptyException.class);
        }
    }
}
