package parley.apply;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import parley.client.Applied;
import parley.message.Answer;

/** For tests of a destination some of whose files are links to another folder, as GNU stow makes them. */
abstract class StowedFolder {
    @TempDir
    Path temp;

    Path folder;
    Path dotfiles;

    final SampleRollout bundle = new SampleRollout()
            .with("app.conf", "theirs", 0644)
            .with("sites/web/web.conf", "web", 0600)
            .with("plain.conf", "plain", 0644);

    @BeforeEach
    void aFolderThatStowMade() throws Exception {
        folder = Files.createDirectory(temp.resolve("site"));
        dotfiles = Files.createDirectories(temp.resolve("dotfiles"));
        Files.createDirectory(dotfiles.resolve("sites"));
        Files.writeString(dotfiles.resolve("app.conf"), "mine");
        Files.setPosixFilePermissions(dotfiles.resolve("app.conf"), PosixFilePermissions.fromString("rw-r--r--"));
        link("app.conf", "../dotfiles/app.conf");
        link("sites", dotfiles.resolve("sites").toString());
    }

    final void link(String name, String target) throws Exception {
        Files.deleteIfExists(folder.resolve(name));
        Files.createSymbolicLink(folder.resolve(name), Path.of(target));
    }

    final DirectoryUpdate.Builder following() {
        return DirectoryUpdate.into(folder).links(OnLink.FOLLOW);
    }

    final Applied rollOut(SampleRollout rollout) throws Exception {
        try (DirectoryUpdate update = following().build()) {
            return rollout.rollOut(update);
        }
    }

    final Answer answer(SampleRollout rollout) throws Exception {
        try (DirectoryUpdate update = following().build()) {
            return update.decide(rollout.offer(update));
        }
    }

    final SampleRollout appConf() {
        return new SampleRollout().with("app.conf", "theirs", 0644);
    }

    final List<String> both() throws Exception {
        return SampleRollout.listing(temp).stream()
                .filter(line -> !line.contains(".parley"))
                .toList();
    }
}
