package parley.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.apply.internal.command.Command;
import parley.client.Applied;
import parley.client.UpdateFailedException;
import parley.message.ClientState;
import parley.message.Offer;
import parley.message.Reason;

/** The check and the run command of a destination. */
class DirectoryUpdateCommandsTest {

    @TempDir
    Path temp;

    private Path folder;
    private Path log;
    private final SampleRollout first =
            new SampleRollout().with("app.conf", "port=1\n", 0644).with("sub/more.conf", "more\n", 0600);
    private final SampleRollout second = first.next().with("app.conf", "port=2\n", 0644);

    @BeforeEach
    void aDestinationThatHoldsTheFirstBundle() throws Exception {
        folder = temp.resolve("etc");
        log = temp.resolve("log");
        try (DirectoryUpdate update = DirectoryUpdate.into(folder).build()) {
            first.rollOut(update);
        }
    }

    /** A program that appends to the log what its environment says, then what {@code script} says. */
    private List<String> program(String name, String script) throws Exception {
        Path file = temp.resolve(name);
        Files.writeString(
                file,
                "#!/bin/sh\necho \"" + name + " $PARLEY_STEP $PARLEY_BUNDLE $PARLEY_VERSION\" >> " + log + "\n" + script
                        + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return List.of(file.toString());
    }

    @Test
    void checkAndThenRunSeeTheNewFilesInTheDestination() throws Exception {
        List<String> states = new ArrayList<>();
        try (DirectoryUpdate update = DirectoryUpdate.into(folder)
                .check(program(
                        "check", "cat \"$PARLEY_STAGED/app.conf\"; pwd; [ \"$PARLEY_STAGED\" = \"$PARLEY_DEST\" ]"))
                .run(program("run", "cat \"$PARLEY_DEST/app.conf\""))
                .build()) {
            update.recover();
            Offer offer = second.offer(update);
            second.download(update, offer);
            update.staged(offer, SampleRollout.agreed(offer));
            assertThat(log).doesNotExist();

            Applied applied = update.apply(
                    offer, SampleRollout.agreed(offer), SampleRollout.applying(() -> states.add("checking"), false));

            assertThat(applied)
                    .isEqualTo(Applied.succeeded("1 file written, 0 removed", "port=2\n" + folder + "\nport=2\n"));
            assertThat(states).containsExactly("checking");
            assertThat(log).hasContent("check check edge proxy v2\nrun run edge proxy v2");
        }
    }

    @Test
    void aCheckThatFailsBringsTheOldFilesBackAndNothingIsRun() throws Exception {
        List<String> before = SampleRollout.listing(folder);
        try (DirectoryUpdate update = DirectoryUpdate.into(folder)
                .check(program("check", "echo 'line 3: unknown directive' >&2; exit 3"))
                .run(program("run", ""))
                .build()) {

            Applied applied = second.rollOut(update);

            assertThat(applied)
                    .isEqualTo(Applied.rolledBack(
                            Reason.CHECK_FAILED,
                            "the command \"" + temp.resolve("check") + "\" ended with exit code 3",
                            "line 3: unknown directive\n"));
            assertThat(SampleRollout.listing(folder)).isEqualTo(before);
            assertThat(SampleRollout.leftovers(folder)).isEmpty();
            assertThat(log).hasContent("check check edge proxy v2");
            assertThat(update.inventory().modified()).isEmpty();
        }
    }

    @Test
    void aRunThatFailsBringsTheOldFilesBackAndRunsAgainWithThem() throws Exception {
        try (DirectoryUpdate update = DirectoryUpdate.into(folder)
                .run(program("run", "cat app.conf >> " + log + "; [ $PARLEY_STEP = roll_back ]"))
                .build()) {

            Applied applied = second.rollOut(update);

            assertThat(applied.state()).isEqualTo(ClientState.ROLLED_BACK);
            assertThat(applied.reason()).contains(Reason.RUN_FAILED);
            assertThat(log).hasContent("run run edge proxy v2\nport=2\nrun roll_back edge proxy v2\nport=1");
        }
    }

    @Test
    void aRunThatFailsTwiceIsSaid() throws Exception {
        try (DirectoryUpdate update =
                DirectoryUpdate.into(folder).run(program("run", "exit 4")).build()) {

            assertThat(second.rollOut(update).detail())
                    .isEqualTo("the command \"%1$s\" ended with exit code 4; with the old files in place again, "
                                    .formatted(temp.resolve("run"))
                            + "the command \"%1$s\" ended with exit code 4".formatted(temp.resolve("run")));
        }
    }

    @Test
    void aCheckThatNamesTheStagedCopyRunsBeforeAnythingIsTouched() throws Exception {
        Files.writeString(folder.resolve("foreign.conf"), "foreign\n");
        List<String> before = SampleRollout.listing(folder);
        List<String> look = List.of(
                "sh",
                "-c",
                "cd \"$PARLEY_STAGED\" && cat app.conf foreign.conf sub/more.conf && cat "
                        + "\"$PARLEY_DEST/app.conf\"; exit 1");
        try (DirectoryUpdate update = DirectoryUpdate.into(folder).check(look).build()) {
            update.recover();
            Offer offer = second.offer(update);
            second.download(update, offer);

            assertThatThrownBy(() -> update.staged(offer, SampleRollout.agreed(offer)))
                    .isInstanceOfSatisfying(UpdateFailedException.class, e -> {
                        assertThat(e.reason()).isEqualTo(Reason.CHECK_FAILED);
                        assertThat(e.output()).isEqualTo("port=2\nforeign\nmore\nport=1\n");
                    });
            update.abandoned(offer);

            assertThat(SampleRollout.listing(folder)).isEqualTo(before);
            assertThat(SampleRollout.leftovers(folder)).isEmpty();
        }
    }

    @Test
    void withoutAShellTheVariablesCanStandInTheArguments() throws Exception {
        try (DirectoryUpdate update = DirectoryUpdate.into(folder)
                .check(List.of("cmp", "${PARLEY_STAGED}/app.conf", "$PARLEY_DEST/app.conf"))
                .variablesInArguments()
                .build()) {
            assertThatThrownBy(() -> second.rollOut(update)).isInstanceOfSatisfying(UpdateFailedException.class, e -> {
                assertThat(e.reason()).isEqualTo(Reason.CHECK_FAILED);
                assertThat(e.output())
                        .startsWith(folder.resolve(".parley/staged/app.conf") + " " + folder.resolve("app.conf")
                                + " differ");
            });
        }
    }

    @Test
    void onlyWhatIsAVariableOfParleyIsExpandedAndOnlyWhereThatIsWanted() throws Exception {
        List<String> echo = List.of("echo", "$HOME $A_B ${A}$ $A$(x)", "\\$A");
        var variables = java.util.Map.of("A", "$1\\", "A_B", "b b");

        assertThat(new Command(echo, Duration.ofSeconds(10), true)
                        .run(temp, variables, () -> false)
                        .output())
                .isEqualTo("$HOME b b $1\\$ $1\\$(x) \\$1\\\n");
        assertThat(new Command(echo, Duration.ofSeconds(10), false)
                        .run(temp, variables, () -> false)
                        .output())
                .isEqualTo("$HOME $A_B ${A}$ $A$(x) \\$A\n");
    }

    @Test
    void aStagedCheckThatPassesIsNotRepeatedAfterTheSwap() throws Exception {
        List<String> check = List.of("sh", "-c", "echo checked $PARLEY_STAGED >> " + log);
        try (DirectoryUpdate update = DirectoryUpdate.into(folder).check(check).build()) {
            assertThat(second.rollOut(update).state()).isEqualTo(ClientState.SUCCEEDED);
            assertThat(log).hasContent("checked " + folder.resolve(".parley/staged"));
        }
    }

    @Test
    void aCommandThatTakesTooLongIsStoppedWithItsChildren() throws Exception {
        try (DirectoryUpdate update = DirectoryUpdate.into(folder)
                .check(List.of("sh", "-c", "echo waiting; sleep 600; echo never"))
                .commandLimit(Duration.ofMillis(300))
                .build()) {

            Applied applied = second.rollOut(update);

            assertThat(applied.reason()).contains(Reason.CHECK_FAILED);
            assertThat(applied.detail()).endsWith(" was stopped after 300 ms");
            assertThat(applied.output()).isEqualTo("waiting\n");
            assertThat(ProcessHandle.current().descendants()).isEmpty();
        }
    }

    @Test
    void soAreChildrenThatDoNotListenAndThoseWhoseParentHasEnded() throws Exception {
        String script =
                "sh -c 'sleep 600 & echo $!; sleep 0.4'; trap '' TERM; sh -c 'trap \"\" TERM; echo $$; sleep 601'";
        try (DirectoryUpdate update = DirectoryUpdate.into(folder)
                .check(List.of("sh", "-c", script))
                .commandLimit(Duration.ofMillis(1200))
                .build()) {

            Applied applied = second.rollOut(update);

            assertThat(applied.detail()).endsWith(" was stopped after 1200 ms");
            List<String> children = applied.output().lines().toList();
            assertThat(children).hasSize(2);
            assertThat(children).allSatisfy(pid -> assertThat(
                            ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive))
                    .isEmpty());
            assertThat(folder.resolve("app.conf")).hasContent("port=1");
        }
    }

    @Test
    void aServiceThatStaysInTheBackgroundDoesNotHoldTheUpdateUp() throws Exception {
        try (DirectoryUpdate update = DirectoryUpdate.into(folder)
                .run(List.of("sh", "-c", "sleep 600 & echo $!"))
                .build()) {

            Applied applied = second.rollOut(update);

            assertThat(applied.state()).isEqualTo(ClientState.SUCCEEDED);
            ProcessHandle.of(Long.parseLong(applied.output().strip()))
                    .orElseThrow()
                    .destroyForcibly();
        }
    }

    @Test
    void onlyTheEndOfALongOutputIsKept() throws Exception {
        try (DirectoryUpdate update = DirectoryUpdate.into(folder)
                .check(List.of("sh", "-c", "i=0; while [ $i -lt 2000 ]; do echo \"line $i äöü\"; i=$((i+1)); done"))
                .build()) {

            String output = second.rollOut(update).output();

            assertThat(output).endsWith("line 1999 äöü\n").doesNotContain("\uFFFD");
            assertThat(output.getBytes("UTF-8").length).isBetween(8 * 1024 - 4, 8 * 1024);
        }
    }

    @Test
    void aCommandThatDoesNotStopTalkingIsStopped() throws Exception {
        try (DirectoryUpdate update =
                DirectoryUpdate.into(folder).check(List.of("yes")).build()) {

            Applied applied = second.rollOut(update);

            assertThat(applied.detail()).isEqualTo("the command \"yes\" was stopped because it wrote more than 64 MiB");
            assertThat(applied.output()).hasSize(8 * 1024);
            assertThat(folder.resolve("app.conf")).hasContent("port=1");
        }
    }

    @Test
    void anOfferIsDeclinedBeforeTheDownloadIfACommandCannotBeStarted() throws Exception {
        try (DirectoryUpdate update =
                DirectoryUpdate.into(folder).check(List.of("/no/such/program")).build()) {
            assertThat(update.commandFault())
                    .contains("the command \"/no/such/program\" is not there (looked for /no/such/program)");
            assertThat(second.rollOut(update))
                    .isEqualTo(Applied.failed(
                            Reason.CHECK_FAILED,
                            "the command \"/no/such/program\" is not there (looked for /no/such/program)",
                            ""));
            assertThat(folder.resolve("app.conf")).hasContent("port=1");
        }
        try (DirectoryUpdate update =
                DirectoryUpdate.into(folder).run(List.of("./reload.sh", "-q")).build()) {
            assertThat(update.commandFault()).isEmpty();
            assertThat(second.rollOut(update).reason()).contains(Reason.RUN_FAILED);
        }
    }

    @Test
    void theBundleMayBringTheCommand() throws Exception {
        SampleRollout withCheck = first.next().with("check.sh", "#!/bin/sh\necho fine\n", 0755);
        try (DirectoryUpdate update =
                DirectoryUpdate.into(folder).check(List.of("./check.sh")).build()) {
            assertThat(withCheck.rollOut(update)).isEqualTo(Applied.succeeded("1 file written, 0 removed", "fine\n"));
        }
    }

    @Test
    void aProgramThatGoesAwayBeforeItIsStartedFailsTheCheck() throws Exception {
        Command gone = new Command(List.of("/no/such/program"), Duration.ofSeconds(10), false);
        assertThat(gone.run(folder, Map.of(), () -> false).words()).startsWith("could not be started: ");
    }

    @Test
    void noSecretOfParleyReachesACommand() throws Exception {
        Command env = new Command(List.of("env"), Duration.ofSeconds(10), false);
        assertThat(env.run(temp, java.util.Map.of("PARLEY_DEST", "/etc/edge"), () -> false)
                        .output()
                        .lines())
                .contains("PARLEY_DEST=/etc/edge")
                .noneMatch(line -> line.startsWith("PARLEY_TOKEN=") || line.contains("parley1_"));
        assertThat(Command.isSecret("PARLEY_TOKEN", "x")).isTrue();
        assertThat(Command.isSecret("PARLEY_API_KEY", "x")).isTrue();
        assertThat(Command.isSecret("PARLEY_MASTER_KEY", "x")).isTrue();
        assertThat(Command.isSecret("MY_TOKEN", "parley1_AbCd")).isTrue();
        assertThat(Command.isSecret("LAST_COMMAND", "parley join parley1_AbCd --yes"))
                .isTrue();
        assertThat(Command.isSecret("PATH", "/opt/parley/bin:/usr/bin")).isFalse();
    }

    @Test
    void closingTheClientDuringACommandStopsItAndRollsBack() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        try (DirectoryUpdate update =
                DirectoryUpdate.into(folder).check(List.of("sleep", "600")).build()) {
            update.recover();
            Offer offer = second.offer(update);
            second.download(update, offer);
            update.staged(offer, SampleRollout.agreed(offer));
            List<Object> seen = new ArrayList<>();
            Thread client = new Thread(() -> {
                try {
                    seen.add(update.apply(
                            offer, SampleRollout.agreed(offer), SampleRollout.applying(started::countDown, false)));
                } catch (UpdateFailedException e) {
                    seen.add(e);
                }
                seen.add(Thread.currentThread().isInterrupted());
            });
            client.start();
            started.await();
            client.interrupt();
            client.join();

            assertThat(seen).hasSize(2);
            assertThat(((Applied) seen.get(0)).reason()).contains(Reason.CANCELLED);
            assertThat(seen.get(1)).isEqualTo(true);
            assertThat(folder.resolve("app.conf")).hasContent("port=1");
            assertThat(SampleRollout.leftovers(folder)).isEmpty();
        }
    }

    @Test
    void aRunCommandThatACrashInterruptedIsRunAgainWithTheOldFiles() throws Exception {
        try (DirectoryUpdate update = DirectoryUpdate.into(folder)
                .run(program("run", ""))
                .through(files -> FaultyFiles.counting(files).watchedBy(operation -> {
                    if (Files.exists(log) && operation.startsWith("create .parley/state")) {
                        throw new FaultyFiles.Stopped();
                    }
                }))
                .build()) {
            assertThatThrownBy(() -> second.rollOut(update)).isInstanceOf(FaultyFiles.Stopped.class);
            assertThat(folder.resolve("app.conf")).hasContent("port=2");
        }
        try (DirectoryUpdate update = DirectoryUpdate.into(folder)
                .run(program("run", "cat app.conf >> " + log))
                .build()) {

            assertThat(update.recover().orElseThrow().result().state()).isEqualTo(ClientState.ROLLED_BACK);

            assertThat(log).hasContent("run run edge proxy v2\nrun roll_back edge proxy v2\nport=1");
        }
    }
}
