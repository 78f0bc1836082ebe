package parley.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.RandomAccessFile;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.apply.internal.disk.FileAccess;
import parley.client.Applied;
import parley.client.UpdateFailedException;
import parley.message.Answer;
import parley.message.ClientState;
import parley.message.Decision;
import parley.message.Inventory;
import parley.message.Offer;
import parley.message.Reason;
import parley.message.bundle.Action;
import parley.message.bundle.BundleDiff;
import parley.message.bundle.Change;

/** Files in the destination that are not Parley's cost nothing, however many and large they are. */
class StrangersTest {

    private static final long EIGHT_GIB = 8L << 30;

    @TempDir
    Path temp;

    private Path folder;
    private final List<String> touched = new ArrayList<>();
    private final SampleRollout first = new SampleRollout()
            .with("app.conf", "old\n", 0644)
            .with("etc/more.conf", "more\n", 0644)
            .with("gone.conf", "gone\n", 0644);
    private final SampleRollout second =
            first.next().with("app.conf", "new\n", 0644).without("gone.conf");

    @BeforeEach
    void aFolderFullOfStrangers() throws Exception {
        folder = Files.createDirectories(temp.resolve("srv"));
        try (RandomAccessFile log =
                new RandomAccessFile(folder.resolve("huge.log").toFile(), "rw")) {
            log.setLength(EIGHT_GIB); // sparse
        }
        for (int i = 0; i < 50; i++) {
            Files.createDirectories(folder.resolve("node_modules/m" + i));
            Files.writeString(folder.resolve("node_modules/m" + i + "/index.js"), "");
        }
    }

    private DirectoryUpdate.Builder update() {
        return DirectoryUpdate.into(folder).through(this::writtenDown);
    }

    /** Writes down which files are read and which folders listed, Parley's own ones left out. */
    private FileAccess writtenDown(FileAccess files) {
        return (FileAccess) Proxy.newProxyInstance(
                FileAccess.class.getClassLoader(), new Class<?>[] {FileAccess.class}, (proxy, method, arguments) -> {
                    if (List.of("read", "list").contains(method.getName())
                            && !arguments[0].toString().startsWith(".parley")) {
                        touched.add(method.getName() + " " + arguments[0]);
                    }
                    try {
                        return method.invoke(files, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void theyAreNeitherReadNorListedInAnyStepOfAnUpdate() throws Exception {
        try (DirectoryUpdate update = update().build()) {
            assertThat(first.rollOut(update).state()).isEqualTo(ClientState.SUCCEEDED);
            assertThat(second.rollOut(update).state()).isEqualTo(ClientState.SUCCEEDED);
            assertThat(update.inventory().files()).containsOnlyKeys("app.conf", "etc/more.conf");
        }

        assertThat(touched).noneMatch(t -> t.contains("huge.log") || t.contains("node_modules") || t.equals("list "));
        assertThat(folder.resolve("huge.log")).hasSize(EIGHT_GIB);
    }

    @Test
    void aFileThatIsReplacedIsReadBeforeTheOfferAndBeforeTheSwap() throws Exception {
        try (DirectoryUpdate update = update().build()) {
            first.rollOut(update);
            touched.clear();

            second.rollOut(update);
        }
        assertThat(touched)
                .containsExactlyInAnyOrder(
                        "read app.conf", // for the inventory
                        "read etc/more.conf",
                        "read gone.conf",
                        "read app.conf", // whether it is still the same
                        "read app.conf"); // the copy for later comparisons
    }

    @Test
    void nothingIsReadBetweenTheSwapAndTheConfirmation() throws Exception {
        first.confirm(Duration.ofMinutes(1));
        try (DirectoryUpdate update = update().build()) {
            assertThat(first.rollOut(update).state()).isEqualTo(ClientState.CONFIRMING);
            touched.clear();

            assertThat(update.inventory().files()).isEqualTo(first.bundle);
            assertThat(touched).isEmpty();

            Files.writeString(folder.resolve("app.conf"), "changed by hand\n");
            assertThat(update.inventory().modified()).containsExactly("app.conf");
            assertThat(touched).containsExactly("read app.conf");
        }
    }

    @Test
    void whatStandsInTheWayIsToldWhenTheServerAsks() throws Exception {
        Files.writeString(folder.resolve("app.conf"), "mine\n");
        try (DirectoryUpdate update = update().build()) {
            Inventory before = update.inventory();
            assertThat(before.partial()).isTrue();
            assertThat(before.files()).isEmpty();

            Inventory asked = update.inventory(List.of("app.conf", "etc/more.conf"));

            assertThat(asked.partial()).isFalse();
            assertThat(asked.files()).containsOnly(java.util.Map.entry("app.conf", Scenario.entry("mine\n", 0644)));
            assertThat(update.decide(first.offer(update)).decision()).isEqualTo(Decision.ACCEPT);
        }
    }

    /** As a server that was built before it could ask, or one behind a handler that passes no question on. */
    private Offer offerOfAServerThatDoesNotAsk(SampleRollout rollout, DirectoryUpdate update)
            throws UpdateFailedException {
        return rollout.offer(BundleDiff.between(update.inventory().files(), rollout.bundle));
    }

    @Test
    void whatStandsInTheWayIsAConflictAlsoIfTheServerDidNotAsk() throws Exception {
        Files.writeString(folder.resolve("app.conf"), "mine\n");
        try (DirectoryUpdate update = update().onConflict(OnConflict.FAIL).build()) {
            Offer offer = offerOfAServerThatDoesNotAsk(first, update);
            assertThat(offer.changes()).extracting(Change::action).containsOnly(Action.ADD);

            Answer answer = update.decide(offer);

            assertThat(answer.reason()).contains(Reason.CONFLICT);
            assertThat(answer.detail()).contains("changed here, and not by Parley: app.conf");
        }
    }

    @Test
    void itIsOverwrittenAndBackedUpAlsoIfTheServerDidNotAsk() throws Exception {
        Files.writeString(folder.resolve("app.conf"), "mine\n");
        Files.createDirectories(folder.resolve("etc"));
        Files.writeString(folder.resolve("etc/more.conf"), "more\n");
        try (DirectoryUpdate update = update().build()) {
            Offer offer = offerOfAServerThatDoesNotAsk(first, update);
            update.decide(offer);
            first.download(update, offer);
            update.staged(offer, SampleRollout.agreed(offer));

            Applied applied = update.apply(offer, SampleRollout.agreed(offer), SampleRollout.NOT_CANCELLED);

            assertThat(applied.detail()).isEqualTo("2 files written, 0 removed");
        }
        assertThat(folder.resolve("app.conf")).hasContent("new".replace("new", "old"));
        try (Backups backups = Backups.in(folder)) {
            assertThat(backups.list().get(0).files()).containsOnlyKeys("app.conf");
        }
    }

    @Test
    void anAgreedUpdateGoesOnAfterARestartThoughTheServerAsksNoMore() throws Exception {
        Files.writeString(folder.resolve("app.conf"), "mine\n");
        Offer offer;
        try (DirectoryUpdate update = update().build()) {
            offer = first.offer(update);
            update.decide(offer);
        }
        try (DirectoryUpdate update = update().build()) {
            update.recover();
            update.inventory();
            first.download(update, offer);
            update.staged(offer, SampleRollout.agreed(offer));

            assertThat(update.apply(offer, SampleRollout.agreed(offer), SampleRollout.NOT_CANCELLED)
                            .state())
                    .isEqualTo(ClientState.SUCCEEDED);
        }
        assertThat(folder.resolve("app.conf")).hasContent("old");
    }

    @Test
    void onlyWhatIsLookedAtCountsForTheLimit() throws Exception {
        try (DirectoryUpdate update = update().filesLimit(3).build()) {
            assertThat(first.rollOut(update).state()).isEqualTo(ClientState.SUCCEEDED);
            assertThatThrownBy(() -> update.inventory(List.of("one/more.conf")))
                    .isInstanceOfSatisfying(UpdateFailedException.class, e -> assertThat(e.reason())
                            .isEqualTo(Reason.UNSUPPORTED))
                    .hasMessage("the files of this bundle and those that Parley wrote into the destination before are"
                            + " more than 3; give the update a folder of its own, or make the bundle smaller");
        }
    }

    @Test
    void aCheckOfTheStagedFolderSeesThemAndTheyAreNotCopied() throws Exception {
        Files.writeString(folder.resolve("small.conf"), "small\n");
        String look = "cd \"$PARLEY_STAGED\" && cat app.conf small.conf && ls node_modules | wc -l"
                + " && stat -c %h:%s huge.log && echo changed > small.conf";
        try (DirectoryUpdate update = update().check(List.of("sh", "-c", look)).build()) {
            Offer offer = first.offer(update);
            update.decide(offer);
            first.download(update, offer);
            update.staged(offer, SampleRollout.agreed(offer));
        }
        assertThat(folder.resolve("small.conf")).hasContent("small");
        assertThat(folder.resolve("huge.log")).hasSize(EIGHT_GIB);
        assertThat(Files.getAttribute(folder.resolve("huge.log"), "unix:nlink")).isEqualTo(1);
    }
}
