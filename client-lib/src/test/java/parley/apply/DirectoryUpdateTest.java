package parley.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.apply.internal.disk.ApplyFailure;
import parley.apply.internal.disk.LinkInTheWay;
import parley.client.Applied;
import parley.client.BlobSink;
import parley.client.UpdateFailedException;
import parley.message.Answer;
import parley.message.ClientState;
import parley.message.Decision;
import parley.message.Inventory;
import parley.message.Offer;
import parley.message.Reason;
import parley.message.bundle.BundleDigest;
import parley.message.bundle.Change;

class DirectoryUpdateTest {

    @TempDir
    Path temp;

    private Path folder;
    private final SampleRollout first = new SampleRollout()
            .with("nginx.conf", "worker_processes auto;\n", 0644)
            .with("conf.d/site.conf", "server {}\n", 0640)
            .with("bin/reload", "#!/bin/sh\n", 0755)
            .with("conf.d/empty.conf", "", 0600);

    @BeforeEach
    void aDestinationThatIsNotThereYet() {
        folder = temp.resolve("etc/edge");
    }

    private DirectoryUpdate update() {
        return DirectoryUpdate.into(folder).server("S1").build();
    }

    private DirectoryUpdate hastyUpdate() {
        return DirectoryUpdate.into(folder)
                .server("S1")
                .through(FaultyFiles::hasty)
                .build();
    }

    @Test
    void fillsAFolderThatIsNotThereYet() throws Exception {
        try (DirectoryUpdate update = update()) {
            Applied applied = first.rollOut(update);

            assertThat(applied).isEqualTo(Applied.succeeded("4 files written, 0 removed", ""));
            assertThat(SampleRollout.listing(folder))
                    .containsExactly(
                            "rwxr-xr-x bin/",
                            "rwxr-xr-x bin/reload: #!/bin/sh\n",
                            "rwxr-xr-x conf.d/",
                            "rw------- conf.d/empty.conf: ",
                            "rw-r----- conf.d/site.conf: server {}\n",
                            "rw-r--r-- nginx.conf: worker_processes auto;\n");
            assertThat(SampleRollout.leftovers(folder)).isEmpty();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(".parley"))))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void theInventoryKnowsTheBundleAfterwardsAndWhatWasChangedByHand() throws Exception {
        try (DirectoryUpdate update = update()) {
            first.rollOut(update);
            Files.writeString(folder.resolve("nginx.conf"), "worker_processes 1;\n");
            Files.delete(folder.resolve("bin/reload"));
            Files.writeString(folder.resolve("notes.txt"), "mine");

            Inventory inventory = update.inventory();

            assertThat(inventory.bundle()).contains(BundleDigest.of(first.bundle));
            assertThat(inventory.sequence()).contains(1L);
            assertThat(inventory.modified()).containsExactly("bin/reload", "nginx.conf");
            assertThat(inventory.files().keySet())
                    .containsExactly("conf.d/empty.conf", "conf.d/site.conf", "nginx.conf");
            assertThat(inventory.partial()).isTrue();
        }
    }

    @Test
    void replacesAddsRemovesAndTidies() throws Exception {
        try (DirectoryUpdate update = update()) {
            first.rollOut(update);
            Files.writeString(folder.resolve("notes.txt"), "mine");
            SampleRollout second = first.next()
                    .with("nginx.conf", "worker_processes 4;\n", 0600)
                    .with("upstreams/app.conf", "upstream app {}\n", 0644)
                    .without("bin/reload");

            Applied applied = second.rollOut(update);

            assertThat(applied).isEqualTo(Applied.succeeded("2 files written, 1 removed", ""));
            assertThat(SampleRollout.listing(folder))
                    .containsExactly(
                            "rwxr-xr-x conf.d/",
                            "rw------- conf.d/empty.conf: ",
                            "rw-r----- conf.d/site.conf: server {}\n",
                            "rw------- nginx.conf: worker_processes 4;\n",
                            "rw------- notes.txt: mine".replace("rw-------", umaskMode("notes.txt")),
                            "rwxr-xr-x upstreams/",
                            "rw-r--r-- upstreams/app.conf: upstream app {}\n");
            assertThat(SampleRollout.leftovers(folder)).isEmpty();
        }
    }

    private String umaskMode(String file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file)));
    }

    @Test
    void aFileThatParleyDidNotWriteIsNotRemoved() throws Exception {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("mine.conf"), "mine");
        try (DirectoryUpdate update = update()) {
            update.inventory();
            Offer offer = first.offer(List.of(Change.remove("mine.conf")));
            update.staged(offer, SampleRollout.agreed(offer));

            Applied applied = update.apply(offer, SampleRollout.agreed(offer), SampleRollout.NOT_CANCELLED);

            assertThat(applied.detail()).contains("left alone because Parley did not write them: mine.conf");
            assertThat(folder.resolve("mine.conf")).hasContent("mine");
        }
    }

    @Test
    void filesThatWereThereAlreadyBelongToTheBundleOnceAllOfItStands() throws Exception {
        Files.createDirectories(folder.resolve("bin"));
        Files.writeString(folder.resolve("bin/reload"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(folder.resolve("bin/reload"), PosixFilePermissions.fromString("rwxr-xr-x"));
        try (DirectoryUpdate update = update()) {
            first.rollOut(update);

            first.next().without("bin/reload").rollOut(update);

            assertThat(folder.resolve("bin")).doesNotExist();
        }
    }

    @Test
    void aDownloadGoesOnWhereItWasAfterARestart() throws Exception {
        Offer offer;
        try (DirectoryUpdate update = update()) {
            offer = first.offer(update);
            try (BlobSink sink = update.open(offer, SampleRollout.agreed(offer), first.bundle.get("nginx.conf"))) {
                sink.write("worker".getBytes(), 0, 6);
            }
        }
        try (DirectoryUpdate update = update()) {
            assertThat(update.recover()).isEmpty();
            update.inventory();
            try (BlobSink sink = update.open(offer, SampleRollout.agreed(offer), first.bundle.get("nginx.conf"))) {
                assertThat(sink.offset()).isEqualTo(6);
            }
        }
    }

    @Test
    void contentThatTheFolderHasAlreadyIsNotDownloaded() throws Exception {
        try (DirectoryUpdate update = update()) {
            first.rollOut(update);
            SampleRollout second = first.next().with("conf.d/copy.conf", "server {}\n", 0644);
            Offer offer = second.offer(update);

            try (BlobSink sink =
                    update.open(offer, SampleRollout.agreed(offer), second.bundle.get("conf.d/copy.conf"))) {
                assertThat(sink.offset()).isEqualTo("server {}\n".length());
                sink.complete();
            }
        }
    }

    @Test
    void wrongContentIsThrownAway() throws Exception {
        try (DirectoryUpdate update = update()) {
            Offer offer = first.offer(update);
            try (BlobSink sink =
                    update.open(offer, SampleRollout.agreed(offer), first.bundle.get("conf.d/site.conf"))) {
                sink.write("server []\n".getBytes(), 0, 10);
                assertThatThrownBy(sink::complete)
                        .isInstanceOfSatisfying(UpdateFailedException.class, e -> assertThat(e.reason())
                                .isEqualTo(Reason.INTEGRITY));
            }
            try (BlobSink sink =
                    update.open(offer, SampleRollout.agreed(offer), first.bundle.get("conf.d/site.conf"))) {
                assertThat(sink.offset()).isZero();
            }
            assertThat(SampleRollout.listing(folder)).isEmpty();
        }
    }

    @Test
    void moreBytesThanAgreedAreRefused() throws Exception {
        try (DirectoryUpdate update = update()) {
            Offer offer = first.offer(update);
            try (BlobSink sink =
                    update.open(offer, SampleRollout.agreed(offer), first.bundle.get("conf.d/site.conf"))) {
                assertThatThrownBy(() -> sink.write(new byte[11], 0, 11))
                        .isInstanceOf(UpdateFailedException.class)
                        .hasMessageContaining("longer than the 10 bytes agreed on");
            }
        }
    }

    @Test
    void anAppliedUpdateIsNotAppliedAgain() throws Exception {
        Offer offer;
        try (DirectoryUpdate update = update()) {
            offer = first.offer(update);
            first.rollOut(update);
            Files.writeString(folder.resolve("nginx.conf"), "changed by hand\n");

            assertThat(update.apply(offer, SampleRollout.agreed(offer), SampleRollout.NOT_CANCELLED)
                            .state())
                    .isEqualTo(ClientState.SUCCEEDED);

            assertThat(folder.resolve("nginx.conf")).hasContent("changed by hand");
        }
        try (DirectoryUpdate update = update()) {
            assertThat(update.recover()).hasValueSatisfying(recovered -> {
                assertThat(recovered.offer()).isEqualTo(offer.offer());
                assertThat(recovered.result().state()).isEqualTo(ClientState.SUCCEEDED);
            });
        }
    }

    @Test
    void whatStartedEarlierIsDeclinedUnlessTheTaskAllowsIt() throws Exception {
        try (DirectoryUpdate update = update()) {
            first.sequence(7, false).rollOut(update);
            SampleRollout older = first.next().with("nginx.conf", "old\n", 0644).sequence(6, false);

            Answer answer = update.decide(older.offer(update));

            assertThat(answer.decision()).isEqualTo(Decision.DECLINE);
            assertThat(answer.reason()).contains(Reason.DOWNGRADE);
            assertThat(answer.detail())
                    .contains("this task started before another one whose update was applied here (sequence 6,"
                            + " before 7), and it does not allow a downgrade");
            SampleRollout same =
                    first.next().with("nginx.conf", "of the same task\n", 0644).sequence(7, false);
            assertThat(update.decide(same.offer(update)).decision()).isEqualTo(Decision.ACCEPT);
            assertThat(update.decide(older.sequence(6, true).offer(update)).decision())
                    .isEqualTo(Decision.ACCEPT);
        }
    }

    @Test
    void anotherServerHasASequenceOfItsOwn() throws Exception {
        try (DirectoryUpdate update = update()) {
            first.sequence(7, false).rollOut(update);
        }
        try (DirectoryUpdate update = DirectoryUpdate.into(folder).server("S2").build()) {
            SampleRollout other =
                    first.next().with("nginx.conf", "other\n", 0644).sequence(3, false);

            assertThat(update.decide(other.offer(update)).decision()).isEqualTo(Decision.ACCEPT);
            assertThat(update.inventory().sequence()).isEmpty();
        }
    }

    @Test
    void aPersonCanSayNo() throws Exception {
        try (DirectoryUpdate update =
                DirectoryUpdate.into(folder).confirmation(offer -> false).build()) {
            assertThat(first.rollOut(update).reason()).contains(Reason.POLICY);
            assertThat(folder).doesNotExist();
        }
    }

    @Test
    void aCancelledUpdateChangesNothing() throws Exception {
        try (DirectoryUpdate update = update()) {
            Offer offer = first.offer(update);
            first.download(update, offer);
            update.staged(offer, SampleRollout.agreed(offer));

            Applied applied = update.apply(offer, SampleRollout.agreed(offer), SampleRollout.applying(() -> {}, true));

            assertThat(applied.state()).isEqualTo(ClientState.ROLLED_BACK);
            assertThat(applied.reason()).contains(Reason.CANCELLED);
            assertThat(SampleRollout.listing(folder)).isEmpty();
            assertThat(SampleRollout.leftovers(folder)).isEmpty();
        }
    }

    @Test
    void anAbandonedUpdateLeavesNothing() throws Exception {
        try (DirectoryUpdate update = update()) {
            Offer offer = first.offer(update);
            first.download(update, offer);

            update.abandoned(offer);

            assertThat(SampleRollout.leftovers(folder)).isEmpty();
        }
    }

    @Test
    void onlyOneUpdateAtATime() throws Exception {
        try (DirectoryUpdate update = update();
                DirectoryUpdate other = update()) {
            first.rollOut(update);

            assertThatThrownBy(other::recover)
                    .isInstanceOf(UpdateFailedException.class)
                    .hasMessageContaining("another update of " + folder + " is running: process "
                            + ProcessHandle.current().pid() + " on ");
        }
        try (DirectoryUpdate other = update()) {
            assertThat(other.recover()).isPresent();
        }
    }

    @Test
    void aDestinationThatIsAFileIsRefused() throws Exception {
        Files.createDirectories(folder.getParent());
        Files.writeString(folder, "a file");
        try (DirectoryUpdate update = update()) {
            assertThatThrownBy(update::recover)
                    .isInstanceOfSatisfying(UpdateFailedException.class, e -> assertThat(e.reason())
                            .isEqualTo(Reason.PATH_REFUSED))
                    .hasMessage("the destination %s cannot be used: %s is a file, not a folder", folder, folder);
        }
    }

    @Test
    void aDestinationBelowAFileIsRefused() throws Exception {
        Files.createDirectories(folder.getParent().getParent());
        Files.writeString(folder.getParent(), "a file");
        try (DirectoryUpdate update = update()) {
            assertThatThrownBy(update::inventory).hasMessageContaining("etc is a file, not a folder");
        }
    }

    @Test
    void whateverFailsLeavesTheOldOrTheNewState() throws Exception {
        try (DirectoryUpdate update = update()) {
            first.rollOut(update);
        }
        List<String> before = SampleRollout.listing(folder);
        SampleRollout second = first.next()
                .with("nginx.conf", "worker_processes 4;\n", 0600)
                .with("a/b/c", "deep\n", 0644)
                .without("bin/reload");
        boolean succeeded = false;
        int failed = 0;
        for (int at = 1; !succeeded; at++) {
            int failAt = at;
            try (DirectoryUpdate update = DirectoryUpdate.into(folder)
                    .server("S1")
                    .through(files -> FaultyFiles.failingAt(
                            failAt, () -> new FileSystemException("x", null, "No space left on device"), files))
                    .build()) {
                Applied applied = rollOut(second, update);
                succeeded = applied.state() == ClientState.SUCCEEDED;
                if (!succeeded) {
                    failed++;
                    assertThat(applied.reason()).contains(Reason.NO_SPACE);
                    assertThat(SampleRollout.listing(folder))
                            .as("failed at " + at)
                            .isEqualTo(before);
                }
            }
        }
        assertThat(failed).isGreaterThan(40);
        try (DirectoryUpdate update = update()) {
            update.recover();
            assertThat(SampleRollout.leftovers(folder)).isEmpty();
            assertThat(update.inventory().modified()).isEmpty();
            assertThat(update.inventory().bundle()).isEqualTo(Optional.of(BundleDigest.of(second.bundle)));
        }
    }

    @Test
    void aDiskThatTurnsReadOnlyAnywhereIsPutRightByTheNextStart() throws Exception {
        SampleRollout second =
                first.next().with("nginx.conf", "worker_processes 4;\n", 0600).without("bin/reload");
        ClientState last = ClientState.FAILED;
        for (int at = 1; last != ClientState.SUCCEEDED; at++) {
            folder = temp.resolve("read-only from " + at);
            try (DirectoryUpdate update = hastyUpdate()) {
                first.rollOut(update);
            }
            List<String> before = SampleRollout.listing(folder);
            int failAt = at;
            try (DirectoryUpdate update = DirectoryUpdate.into(folder)
                    .server("S1")
                    .through(files -> FaultyFiles.failingFrom(
                            failAt, () -> new FileSystemException("x", null, "Read-only file system"), files))
                    .build()) {
                Applied applied = rollOut(second, update);
                last = applied.state();
                if (last != ClientState.SUCCEEDED) {
                    assertThat(applied.reason().orElseThrow()).isIn(Reason.PERMISSION, Reason.INTERNAL);
                }
            }
            try (DirectoryUpdate update = hastyUpdate()) {
                update.recover();
                boolean isNew = update.inventory().bundle().equals(Optional.of(BundleDigest.of(second.bundle)));
                assertThat(SampleRollout.listing(folder).equals(before))
                        .as("from " + at)
                        .isEqualTo(!isNew);
                assertThat(update.inventory().modified()).isEmpty();
                assertThat(SampleRollout.leftovers(folder)).isSubsetOf("download");
            }
        }
    }

    @Test
    void aFailureIsSortedByWhatCanBeDoneAboutIt() {
        assertThat(reasonOf(new FileSystemException("f", null, "No space left on device")))
                .isEqualTo(Reason.NO_SPACE);
        assertThat(reasonOf(new FileSystemException("f", null, "Disk quota exceeded")))
                .isEqualTo(Reason.NO_SPACE);
        assertThat(reasonOf(new FileSystemException("f", null, "Read-only file system")))
                .isEqualTo(Reason.PERMISSION);
        assertThat(reasonOf(new FileSystemException("f", null, "Operation not permitted")))
                .isEqualTo(Reason.PERMISSION);
        assertThat(reasonOf(new AccessDeniedException("f"))).isEqualTo(Reason.PERMISSION);
        assertThat(reasonOf(new LinkInTheWay("f"))).isEqualTo(Reason.PATH_REFUSED);
        assertThat(reasonOf(new FileSystemException(
                        "f", null, "The process cannot access the file because it is being used by another process")))
                .isEqualTo(Reason.CONFLICT);
        assertThat(reasonOf(new FileSystemException("f", null, "File name too long")))
                .isEqualTo(Reason.PATH_REFUSED);
        assertThat(reasonOf(new FileSystemException("f", null, "Invalid cross-device link")))
                .isEqualTo(Reason.PATH_REFUSED);
        assertThat(reasonOf(new IOException("Input/output error"))).isEqualTo(Reason.INTERNAL);
        assertThat(reasonOf(new IOException())).isEqualTo(Reason.INTERNAL);
    }

    private static Reason reasonOf(IOException e) {
        return ApplyFailure.of(e).reason();
    }

    private static Applied rollOut(SampleRollout rollout, DirectoryUpdate update) throws IOException {
        try {
            return rollout.rollOut(update);
        } catch (UpdateFailedException e) {
            return Applied.failed(e.reason(), e.getMessage(), e.output());
        }
    }
}
