package parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.apply.Backups;
import parley.apply.DirectoryUpdate;
import parley.apply.OnConflict;
import parley.client.Outcome;
import parley.message.Answer;
import parley.message.ClientState;
import parley.message.Decision;
import parley.message.Offer;
import parley.message.Reason;
import parley.message.bundle.Change;

/** Machines on which somebody has changed files by hand. */
interface LocalChangeStories extends OnServer {

    private static Map<String, String> bundle(Path folder) {
        return Map.of("app.conf", "port: 443\n", "motd", "welcome\n", "story.txt", folder.toString());
    }

    private static Map<String, String> byHand(Path folder) {
        return Map.of("app.conf", "port: 8080\n", "motd", "welcome\n", "story.txt", folder.toString());
    }

    /** A machine that had the file before. */
    private static Machine changed(Path folder, String name) throws Exception {
        return new Machine(folder, name).with(Map.of("app.conf", "port: 8080\n"));
    }

    private static UnaryOperator<DirectoryUpdate.Builder> on(OnConflict policy) {
        return update -> update.onConflict(policy);
    }

    @Test
    default void whatIsKeptIsNotPartOfTheUpdateAndNotMissedLater(@TempDir Path folder) throws Exception {
        StartedTask task = StartedTask.start(server(), server().port(), bundle(folder), "{\"keepLocal\":true}");
        Machine machine = changed(folder, "keeps");
        try (JoiningClient client = machine.begin(task.token(), UnaryOperator.identity(), on(OnConflict.KEEP))) {
            assertThat(client.outcome().state()).isEqualTo(ClientState.SUCCEEDED);
            assertThat(client.heard(Offer.class))
                    .extracting(
                            offer -> offer.changes().stream().map(Change::path).toList())
                    .containsExactly(List.of("app.conf", "motd", "story.txt"), List.of("motd", "story.txt"));
        }
        assertThat(FolderContents.files(machine.destination())).isEqualTo(byHand(folder));

        assertThat(machine.join(task.token(), UnaryOperator.identity(), on(OnConflict.KEEP))
                        .state())
                .isEqualTo(ClientState.NOTHING_TO_DO);
        assertThat(task.statesOf("keeps")).endsWith("succeeded").doesNotContain("rolled_back");
        assertThat(task.client("keeps").getInt("attempt")).isEqualTo(1);
    }

    @Test
    default void whoKeepsEverythingHasNothingToDoAndIsNotAskedAgain(@TempDir Path folder) throws Exception {
        StartedTask task = StartedTask.start(
                server(), server().port(), Map.of("app.conf", folder.toString()), "{\"keepLocal\":true}");
        Machine machine = changed(folder, "keeps-all");
        Outcome first = machine.join(task.token(), UnaryOperator.identity(), on(OnConflict.KEEP));
        assertThat(first.state()).isEqualTo(ClientState.NOTHING_TO_DO);
        try (JoiningClient again = machine.begin(task.token(), UnaryOperator.identity(), on(OnConflict.KEEP))) {
            assertThat(again.outcome().state()).isEqualTo(ClientState.NOTHING_TO_DO);
            assertThat(again.heard(Offer.class)).isEmpty();
        }
        assertThat(task.client("keeps-all").getInt("attempt")).isEqualTo(1);
    }

    @Test
    default void whereNothingMayBeKeptTheUpdateIsDeclinedAsAConflict(@TempDir Path folder) throws Exception {
        StartedTask task = StartedTask.start(server(), bundle(folder));
        Machine machine = changed(folder, "keeps-in-vain");
        Outcome outcome = machine.join(task.token(), UnaryOperator.identity(), on(OnConflict.KEEP));
        assertThat(outcome.state()).isEqualTo(ClientState.DECLINED);
        assertThat(outcome.reason()).contains(Reason.CONFLICT);
        assertThat(FolderContents.files(machine.destination())).isEqualTo(Map.of("app.conf", "port: 8080\n"));
        assertThat(task.stateOf("keeps-in-vain")).isEqualTo("declined");
        assertThat(task.client("keeps-in-vain").getString("reason")).isEqualTo("conflict");
    }

    @Test
    default void whoFailsOnConflictsSaysWhichFile(@TempDir Path folder) throws Exception {
        StartedTask task = StartedTask.start(server(), server().port(), bundle(folder), "{\"keepLocal\":true}");
        Outcome outcome = changed(folder, "strict").join(task.token(), UnaryOperator.identity(), on(OnConflict.FAIL));
        assertThat(outcome.state()).isEqualTo(ClientState.DECLINED);
        assertThat(task.client("strict").getString("reason")).isEqualTo("conflict");
        assertThat(task.client("strict").getString("detail")).isEqualTo("changed here, and not by Parley: app.conf");
    }

    @Test
    default void whatIsOverwrittenCanBeRestoredAndTheServerSeesThat(@TempDir Path folder) throws Exception {
        StartedTask task = StartedTask.start(server(), server().port(), bundle(folder), "{\"keepLocal\":true}");
        Machine machine = changed(folder, "overwrites");
        try (JoiningClient client = machine.begin(task.token())) {
            assertThat(client.outcome().state()).isEqualTo(ClientState.SUCCEEDED);
            assertThat(client.heard(Answer.class)).extracting(Answer::decision).containsExactly(Decision.ACCEPT);
        }
        assertThat(FolderContents.files(machine.destination())).isEqualTo(bundle(folder));

        try (Backups backUps = Backups.in(machine.destination())) {
            assertThat(backUps.list()).singleElement().satisfies(backUp -> {
                assertThat(backUp.files()).containsOnlyKeys("app.conf");
                assertThat(backUp.origin().taskId()).isEqualTo(task.id());
            });
            assertThat(backUps.restoreLatest().state()).isEqualTo(ClientState.SUCCEEDED);
        }
        assertThat(FolderContents.files(machine.destination())).isEqualTo(byHand(folder));

        Outcome kept = machine.join(task.token(), UnaryOperator.identity(), on(OnConflict.KEEP));
        assertThat(kept.state()).isEqualTo(ClientState.NOTHING_TO_DO);
        assertThat(kept.reason()).isEqualTo(Optional.empty());
        assertThat(FolderContents.files(machine.destination())).isEqualTo(byHand(folder));
        assertThat(task.statesOf("overwrites"))
                .containsSubsequence("succeeded", "rolled_back", "offered", "nothing_to_do");
    }
}
