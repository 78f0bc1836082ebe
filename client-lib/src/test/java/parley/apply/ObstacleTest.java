package parley.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.apply.internal.disk.FileAccess;
import parley.client.Applied;
import parley.message.Answer;
import parley.message.ClientState;
import parley.message.Reason;

/** What is said where something on this machine is in the way, and what is left alone by name. */
class ObstacleTest {

    @TempDir
    Path temp;

    private Path folder;
    private final SampleRollout first =
            new SampleRollout().with("a.conf", "a\n", 0644).with("conf.d/b.conf", "b\n", 0644);

    @BeforeEach
    void aDestination() throws Exception {
        folder = Files.createDirectory(temp.resolve("etc"));
    }

    /** What a disk answers in place of the real one. */
    private interface Answers {
        /** @return null: the real disk answers */
        Object to(Method method, Object[] arguments) throws Exception;
    }

    private DirectoryUpdate over(Answers answers) {
        return DirectoryUpdate.into(folder)
                .through(files -> (FileAccess) Proxy.newProxyInstance(
                        FileAccess.class.getClassLoader(),
                        new Class<?>[] {FileAccess.class},
                        (proxy, method, given) -> {
                            Object answer = answers.to(method, given);
                            try {
                                return answer == null ? method.invoke(files, given) : answer;
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        }))
                .build();
    }

    private String refusal(DirectoryUpdate update) throws Exception {
        try (update) {
            Answer answer = update.decide(first.offer(update));
            assertThat(answer.reason()).contains(Reason.PATH_REFUSED);
            assertThat(Obstacle.isNamedIn(answer.detail().orElseThrow())).isTrue();
            return answer.detail().orElseThrow();
        }
    }

    @Test
    void aFolderWithAStrangersFileInPlaceOfAFileIsNamedWithTheFile() throws Exception {
        Files.createDirectories(folder.resolve("a.conf/inside"));
        Files.writeString(folder.resolve("a.conf/inside/mine"), "mine");
        assertThat(refusal(DirectoryUpdate.into(folder).build()))
                .isEqualTo("the path \"a.conf\" is refused: on this machine there is a folder in its place, with"
                        + " a.conf/inside/mine in it, which the update does not remove");
    }

    @Test
    void aStrangersFileWhereAFolderIsNeededIsNamed() throws Exception {
        Files.writeString(folder.resolve("conf.d"), "mine");
        assertThat(refusal(DirectoryUpdate.into(folder).build()))
                .isEqualTo("the path \"conf.d/b.conf\" is refused: on this machine the file conf.d is where its folder"
                        + " would have to be");
        assertThat(folder.resolve("conf.d")).hasContent("mine");
    }

    @Test
    void aFaultOfTheBundleIsNotOneOfThisMachine() throws Exception {
        try (DirectoryUpdate update = DirectoryUpdate.into(folder).build()) {
            Answer answer =
                    update.decide(new SampleRollout().with("nul", "x", 0644).offer(update));
            assertThat(Obstacle.isNamedIn(answer.detail().orElseThrow())).isFalse();
        }
    }

    @Test
    void aSingleMountedFileIsNamedWithTheWayOut() throws Exception {
        Files.writeString(folder.resolve("a.conf"), "old");
        assertThat(refusal(over((method, given) -> method.getName().equals("mountPoints") ? Set.of("a.conf") : null)))
                .isEqualTo("the path \"a.conf\" is refused: on this machine the single file a.conf is mounted there (a"
                        + " bind mount, as containers have them), and such a file cannot be replaced or removed "
                        + "in one step;"
                        + " mount the folder that it is in, or have new content written in its place with --in-place");
    }

    @Test
    void aMountedFolderIsNamedWithTheWayOut() throws Exception {
        Files.createDirectory(folder.resolve("conf.d"));
        assertThat(refusal(over((method, given) -> method.getName().equals("mountPoints") ? Set.of("conf.d") : null)))
                .isEqualTo("the path \"conf.d/b.conf\" is refused: on this machine conf.d is a mount point, and "
                        + "nothing can"
                        + " be moved there in one step; give that folder an update of its own");
    }

    @Test
    void aPathThatIsTooLongInAllIsRefusedBeforeTheDownload() throws Exception {
        Path deep = folder;
        String name = "d".repeat(250);
        for (int i = 0; i < 14; i++) {
            deep = deep.resolve(name);
        }
        int bytes = (deep + "/").length() + 600;
        try (DirectoryUpdate update = DirectoryUpdate.into(deep).build()) {
            String path = "p".repeat(200) + "/" + "q".repeat(200) + "/" + "r".repeat(198);
            Answer answer =
                    update.decide(new SampleRollout().with(path, "x", 0644).offer(update));
            assertThat(answer.detail().orElseThrow())
                    .isEqualTo("the path \"" + path + "\" is refused: on this machine its whole path would have "
                            + bytes + " bytes, and the system takes at most 4095; choose a folder with a shorter path");
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void anImmutableFileIsToldFromMissingRights() throws Exception {
        try (DirectoryUpdate update = DirectoryUpdate.into(folder).build()) {
            first.rollOut(update);
        }
        try (DirectoryUpdate update = over((method, given) -> {
            if (method.getName().equals("move") && given[1].equals("a.conf")) {
                throw new FileSystemException("a.conf", null, "Operation not permitted");
            }
            return null;
        })) {
            Applied applied = first.next().with("a.conf", "new\n", 0644).rollOut(update);
            assertThat(applied.state()).isEqualTo(ClientState.ROLLED_BACK);
            assertThat(applied.reason()).contains(Reason.PERMISSION);
            assertThat(applied.detail())
                    .isEqualTo("the system does not permit it, also not to root if the file is immutable or "
                            + "append-only (lsattr shows i or a; chattr -i or -a removes it): a.conf: "
                            + "Operation not permitted");
        }
        assertThat(folder.resolve("a.conf")).hasContent("a");
    }

    @Test
    void whatIsALinkOrAFolderByNowIsLeftAloneAndNamed() throws Exception {
        try (DirectoryUpdate update = DirectoryUpdate.into(folder).build()) {
            first.rollOut(update);
            Files.delete(folder.resolve("a.conf"));
            Files.createSymbolicLink(folder.resolve("a.conf"), temp.resolve("elsewhere"));
            Files.delete(folder.resolve("conf.d/b.conf"));
            Files.createDirectory(folder.resolve("conf.d/b.conf"));

            SampleRollout second =
                    first.next().without("a.conf").without("conf.d/b.conf").with("c.conf", "c\n", 0644);
            Applied applied = second.rollOut(update);

            assertThat(applied)
                    .isEqualTo(Applied.succeeded(
                            "1 file written, 0 removed; left alone because Parley did not write them: a.conf (a "
                                    + "symbolic"
                                    + " link), conf.d/b.conf (a folder)",
                            ""));
            assertThat(folder.resolve("a.conf")).isSymbolicLink();
            assertThat(folder.resolve("conf.d/b.conf")).isDirectory();
            assertThat(second.next().with("c.conf", "d\n", 0644).rollOut(update).detail())
                    .isEqualTo("1 file written, 0 removed");
        }
    }

    @Test
    void aConfirmedUpdateNamesWhatItLeftAloneToo() throws Exception {
        try (DirectoryUpdate update = DirectoryUpdate.into(folder).build()) {
            first.rollOut(update);
            Files.delete(folder.resolve("a.conf"));
            Files.createSymbolicLink(folder.resolve("a.conf"), temp.resolve("elsewhere"));

            first.next()
                    .without("a.conf")
                    .with("c.conf", "c\n", 0644)
                    .confirm(Duration.ofMinutes(5))
                    .rollOut(update);

            assertThat(update.commit("offer-2").detail())
                    .isEqualTo("1 file written, 0 removed; left alone because Parley did not write them: a.conf (a "
                            + "symbolic"
                            + " link)");
        }
    }
}
