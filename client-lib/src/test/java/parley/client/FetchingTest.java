package parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import parley.message.Agreed;
import parley.message.ClientState;
import parley.message.Fetch;
import parley.message.FetchFailed;
import parley.message.Offer;
import parley.message.Reason;
import parley.message.bundle.Change;
import parley.message.bundle.FileEntry;

/** How the blobs of an update are fetched, and what happens to bad ones. */
class FetchingTest extends ClientFixture {

    FetchingTest() {
        server.file("empty", "");
    }

    @Test
    void downloadsGoOnAtTheOffsetAfterABreakAndAreFourAtOnce() throws Exception {
        Random random = new Random(1);
        for (int i = 0; i < 12; i++) {
            byte[] content = new byte[50_000 + i];
            random.nextBytes(content);
            server.file("data/" + i, content);
        }
        server.cutAfterBytes = 75_000;

        assertThat(run().state()).isEqualTo(ClientState.SUCCEEDED);

        assertThat(server.tries).hasSize(2);
        assertThat(server.mostFetches.get()).isBetween(2, 4);
        List<Fetch> fetches = server.heard(Fetch.class);
        assertThat(fetches).anyMatch(fetch -> fetch.offset() > 0);
        assertThat(handler.files).hasSize(14);
        handler.files.forEach((path, content) -> assertThat(InMemoryServer.digest(content))
                .isEqualTo(server.offer().changes().stream()
                        .filter(change -> change.path().equals(path))
                        .findFirst()
                        .flatMap(Change::file)
                        .orElseThrow()
                        .sha256()));
    }

    @Test
    void oneBlobForManyPathsIsFetchedOnce() throws Exception {
        server.file("b.conf", "listen 80\n").file("c.conf", "listen 80\n");

        run();

        assertThat(server.heard(Fetch.class)).hasSize(1);
        assertThat(handler.files).hasSize(4);
    }

    @Test
    void aDigestThatDiffersIsFetchedOnceMoreFromTheBeginningAndThenFailsTheAttempt() throws Exception {
        server.corrupt("a.conf", "listen 81\n".getBytes(StandardCharsets.UTF_8));

        Outcome outcome = run();

        assertThat(outcome.state()).isEqualTo(ClientState.FAILED);
        assertThat(outcome.reason()).contains(Reason.INTEGRITY);
        assertThat(server.heard(Fetch.class)).extracting(Fetch::offset).containsExactly(0L, 0L);
        assertThat(handler.calls).doesNotContain("apply");
    }

    @Test
    void whatRottedOnTheDiskIsFetchedAgain() throws Exception {
        handler.staging
                .computeIfAbsent(
                        InMemoryServer.digest("listen 80\n".getBytes(StandardCharsets.UTF_8)),
                        d -> new ByteArrayOutputStream())
                .writeBytes("LIST".getBytes(StandardCharsets.UTF_8));

        assertThat(run().state()).isEqualTo(ClientState.SUCCEEDED);
        assertThat(server.heard(Fetch.class)).extracting(Fetch::offset).containsExactly(4L, 0L);
    }

    @Test
    void aFetchThatTheServerDoesNotServeFailsTheAttempt() throws Exception {
        server.instead = (session, message) -> {
            if (message instanceof Fetch fetch) {
                session.send(new FetchFailed(fetch.fetch(), "gone"));
            } else {
                server.answer(session, message);
            }
        };

        assertThat(run().reason()).contains(Reason.DOWNLOAD_LOST);
    }

    @Test
    void noSpaceWhileDownloadingFailsTheAttemptAndAbandonsIt() throws Exception {
        MemoryHandler full = new MemoryHandler() {
            @Override
            public BlobSink open(Offer offer, Agreed agreed, FileEntry blob) throws UpdateFailedException {
                throw new UpdateFailedException(Reason.NO_SPACE, "the disk is full");
            }
        };

        try (UpdateClient client = client().handler(full).build()) {
            assertThat(client.run().reason()).contains(Reason.NO_SPACE);
        }
        assertThat(server.lastReport().orElseThrow().state()).isEqualTo(ClientState.FAILED);
        assertThat(full.calls).contains("abandoned o-1").doesNotContain("apply");
    }

    @Test
    void aHandlerThatClaimsMoreThanThereIsFailsTheAttempt() throws Exception {
        handler.staging
                .computeIfAbsent(
                        InMemoryServer.digest("listen 80\n".getBytes(StandardCharsets.UTF_8)),
                        d -> new ByteArrayOutputStream())
                .writeBytes(new byte[11]);

        assertThat(run().reason()).contains(Reason.INTERNAL);
    }
}
