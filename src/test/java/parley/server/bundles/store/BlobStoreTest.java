package parley.server.bundles.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.message.bundle.Digest;

class BlobStoreTest {

    private static final Digest HELLO =
            new Digest("sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
    private static final Instant FAR_FUTURE = Instant.parse("2999-01-01T00:00:00Z");

    @TempDir
    Path data;

    private Path blobs;
    private Path tmp;

    @BeforeEach
    void folders() throws IOException {
        blobs = Files.createDirectory(data.resolve("blobs"));
        tmp = Files.createDirectory(data.resolve("tmp"));
    }

    @Test
    void aPublishedBlobStandsUnderItsDigestAndNothingElseIsLeft() throws IOException {
        BlobStore store = open();
        try (Staging staging = store.stage()) {
            Staging.Staged staged = staging.add(text("hello"), 5, BlobStoreTest::tooLarge);
            staging.publish();
            assertThat(staged).isEqualTo(new Staging.Staged(HELLO, 5));
        }
        assertThat(blobs.resolve("2c/2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"))
                .hasContent("hello");
        assertThat(tmp).isEmptyDirectory();
        assertThat(store.size(HELLO)).isEqualTo(5);
        assertThat(store.bytes()).isEqualTo(5);
    }

    @Test
    void aBlobIsReadFromAnyOffset() throws IOException {
        BlobStore store = open();
        put(store, "hello");
        try (InputStream in = store.open(HELLO, 3)) {
            assertThat(in.readAllBytes()).asString(UTF_8).isEqualTo("lo");
        }
        try (InputStream in = store.open(HELLO, 5)) {
            assertThat(in.readAllBytes()).isEmpty();
        }
        assertThatThrownBy(() -> store.open(HELLO, 6)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.open(new Digest("sha256:" + "0".repeat(64)), 0))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void whatIsNotPublishedLeavesNothing() throws IOException {
        BlobStore store = open();
        try (Staging staging = store.stage()) {
            staging.add(text("hello"), 5, BlobStoreTest::tooLarge);
        }
        assertThat(store.contains(HELLO)).isFalse();
        assertThat(tmp).isEmptyDirectory();
        assertThat(store.bytes()).isZero();
    }

    @Test
    void anUploadThatBreaksOffLeavesNothing() throws IOException {
        BlobStore store = open();
        InputStream broken = new SequenceInputStream(text("hel"), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }
        });
        try (Staging staging = store.stage()) {
            assertThatThrownBy(() -> staging.add(broken, 100, BlobStoreTest::tooLarge))
                    .isInstanceOf(IOException.class)
                    .hasMessage("connection reset");
        }
        assertThat(tmp).isEmptyDirectory();
        assertThat(store.bytes()).isZero();
    }

    @Test
    void theSameContentIsStoredOnce() throws IOException {
        BlobStore store = open();
        put(store, "hello");
        try (Staging staging = store.stage()) {
            staging.add(text("hello"), 5, BlobStoreTest::tooLarge);
            staging.add(text("hello"), 5, BlobStoreTest::tooLarge);
            assertThat(tmp).isEmptyDirectory();
            staging.publish();
        }
        assertThat(filesBelow(blobs)).isEqualTo(1);
        assertThat(store.bytes()).isEqualTo(5);
    }

    @Test
    void aFileIsSyncedBeforeItIsRenamedAndItsFolderAfterwards() throws IOException {
        List<String> calls = new ArrayList<>();
        BlobStore store = new BlobStore(blobs, tmp, new BlobLimits(100, 0), new Disk() {
            @Override
            public void sync(FileChannel file) throws IOException {
                calls.add("sync " + file.size() + " bytes");
            }

            @Override
            public void rename(Path from, Path to) throws IOException {
                calls.add("rename " + from.getParent().getFileName() + " to "
                        + to.getParent().getFileName());
                Files.move(from, to);
            }

            @Override
            public void syncFolder(Path folder) {
                calls.add("sync folder " + folder.getFileName());
            }

            @Override
            public long free(Path folder) {
                return Long.MAX_VALUE;
            }
        });
        put(store, "hello");
        assertThat(calls.subList(0, 2)).containsExactly("sync 5 bytes", "rename tmp to 2c");
        assertThat(calls.subList(2, calls.size())).containsExactlyInAnyOrder("sync folder blobs", "sync folder 2c");
    }

    @Test
    void aFullDiskIsToldAsSuch() {
        Disk full = new Disk() {
            @Override
            public void sync(FileChannel file) throws IOException {
                throw new IOException("No space left on device");
            }

            @Override
            public void rename(Path from, Path to) {}

            @Override
            public void syncFolder(Path folder) {}

            @Override
            public long free(Path folder) {
                return Long.MAX_VALUE;
            }
        };
        assertThatThrownBy(() -> put(new BlobStore(blobs, tmp, new BlobLimits(100, 0), full), "hello"))
                .isInstanceOfSatisfying(
                        UploadRefused.class, e -> assertThat(e.why()).isEqualTo(UploadRefused.Why.NO_SPACE));
        assertThat(tmp).isEmptyDirectory();
    }

    @Test
    void theStoreHasABound() throws IOException {
        BlobStore store = BlobStore.in(blobs, tmp, new BlobLimits(8, 0));
        put(store, "hello");
        assertThatThrownBy(() -> put(store, "four"))
                .isInstanceOfSatisfying(
                        UploadRefused.class, e -> assertThat(e.why()).isEqualTo(UploadRefused.Why.NO_SPACE));
        assertThat(store.bytes()).isEqualTo(5);
        put(store, "two");
    }

    @Test
    void roomIsKeptForTheDatabase() throws IOException {
        BlobStore store = BlobStore.in(blobs, tmp, new BlobLimits(100, Long.MAX_VALUE));
        assertThatThrownBy(() -> put(store, "hello"))
                .isInstanceOfSatisfying(
                        UploadRefused.class, e -> assertThat(e.why()).isEqualTo(UploadRefused.Why.NO_SPACE));
    }

    @Test
    void aFileMayNotBeLargerThanWhatIsLeftForIt() throws IOException {
        BlobStore store = open();
        try (Staging staging = store.stage()) {
            assertThatThrownBy(() -> staging.add(text("hello"), 4, BlobStoreTest::tooLarge))
                    .isInstanceOf(UploadRefused.class)
                    .hasMessage("too large");
        }
        assertThat(store.bytes()).isZero();
    }

    @Test
    void leftoversOfACrashAreSweptAtTheStart() throws IOException {
        Files.writeString(tmp.resolve("upload-1234"), "half a fi");
        Files.writeString(tmp.resolve("somebody else's"), "stays");
        open();
        assertThat(tmp).isDirectoryContaining("glob:**else's").isDirectoryNotContaining("glob:**upload-*");
    }

    @Test
    void theSizeOfWhatIsThereCountsAfterARestart() throws IOException {
        put(open(), "hello");
        assertThat(open().bytes()).isEqualTo(5);
    }

    @Test
    void aDamagedBlobIsReplacedByTheNextUploadOfIt() throws IOException {
        BlobStore store = open();
        put(store, "hello");
        Files.writeString(store.path(HELLO), "hel");
        put(store, "hello");
        assertThat(store.path(HELLO)).hasContent("hello");
    }

    @Test
    void aBlobThatNothingRefersToIsSwept() throws IOException {
        BlobStore store = open();
        put(store, "hello");
        put(store, "other");
        assertThat(store.sweep(HELLO::equals, FAR_FUTURE)).isEqualTo(1);
        assertThat(store.contains(HELLO)).isTrue();
        assertThat(filesBelow(blobs)).isEqualTo(1);
        assertThat(store.bytes()).isEqualTo(5);
    }

    @Test
    void aYoungBlobIsNotSwept() throws IOException {
        BlobStore store = open();
        put(store, "hello");
        assertThat(store.sweep(d -> false, Instant.EPOCH)).isZero();
    }

    @Test
    void aBlobThatAnUploadUnderWayHasFoundIsNotSwept() throws IOException {
        BlobStore store = open();
        put(store, "hello");
        try (Staging staging = store.stage()) {
            staging.add(text("hello"), 5, BlobStoreTest::tooLarge);
            assertThat(store.sweep(d -> false, FAR_FUTURE)).isZero();
        }
        assertThat(store.sweep(d -> false, FAR_FUTURE)).isEqualTo(1);
    }

    @Test
    void aBlobThatIsReferredToAtTheLastMomentIsNotSwept() throws IOException {
        BlobStore store = open();
        put(store, "hello");
        List<Digest> asked = new ArrayList<>();
        int swept = store.sweep(
                d -> {
                    asked.add(d);
                    return asked.size() == 2;
                },
                FAR_FUTURE);
        assertThat(swept).isZero();
        assertThat(asked).containsExactly(HELLO, HELLO);
    }

    /** Bundles come and go, each with blobs of others, while blobs are swept as fast as it goes. */
    @Test
    void noSweepDeletesWhatIsReferredToWhileOthersUploadAndDelete() throws Exception {
        BlobStore store = open();
        Map<Digest, Integer> database = new ConcurrentHashMap<>(); // how many bundles have a blob
        AtomicBoolean over = new AtomicBoolean();
        List<Callable<Integer>> uploaders = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            uploaders.add(() -> {
                int lost = 0;
                for (int round = 0; round < 80; round++) {
                    lost += bundleComesAndGoes(store, database, "content " + round % 3) ? 0 : 1;
                }
                return lost;
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(5);
        try {
            Future<Integer> swept = threads.submit(() -> {
                int all = 0;
                while (!over.get()) {
                    all += store.sweep(database::containsKey, FAR_FUTURE);
                }
                return all;
            });
            for (Future<Integer> lost : threads.invokeAll(uploaders)) {
                assertThat(lost.get()).isZero();
            }
            over.set(true);
            assertThat(swept.get()).isPositive();
        } finally {
            threads.shutdownNow();
        }
        store.sweep(database::containsKey, FAR_FUTURE);
        assertThat(filesBelow(blobs)).isZero();
        assertThat(store.bytes()).isZero();
    }

    /** @return whether the blob was there for as long as the database had it */
    private static boolean bundleComesAndGoes(BlobStore store, Map<Digest, Integer> database, String content)
            throws IOException {
        Digest digest;
        try (Staging staging = store.stage()) {
            digest = staging.add(text(content), 100, BlobStoreTest::tooLarge).sha256();
            staging.publish();
            database.merge(digest, 1, Integer::sum);
        }
        boolean there = store.contains(digest);
        database.computeIfPresent(digest, (d, bundles) -> bundles == 1 ? null : bundles - 1);
        return there;
    }

    private BlobStore open() throws IOException {
        return BlobStore.in(blobs, tmp, new BlobLimits(1000, 0));
    }

    private static void put(BlobStore store, String content) throws IOException {
        try (Staging staging = store.stage()) {
            staging.add(text(content), 100, BlobStoreTest::tooLarge);
            staging.publish();
        }
    }

    private static InputStream text(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    private static UploadRefused tooLarge() {
        return UploadRefused.tooLarge("too large", "nothing");
    }

    private static long filesBelow(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).count();
        }
    }
}
