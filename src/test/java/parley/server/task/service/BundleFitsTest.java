package parley.server.task.service;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import parley.message.bundle.Digest;
import parley.message.bundle.FileEntry;
import parley.message.bundle.Mode;
import parley.server.task.decide.Policy;
import parley.server.task.model.PolicyJson;

class BundleFitsTest {

    private static final FileEntry FILE = new FileEntry(new Digest("sha256:" + "0".repeat(64)), 1, new Mode(0644));

    private static Map<String, FileEntry> bundle(String... paths) {
        return Stream.of(paths).collect(Collectors.toMap(Function.identity(), path -> FILE));
    }

    private static Policy policy(String json) {
        return PolicyJson.read(json);
    }

    @Test
    void namesThatWindowsCannotHaveAreRefusedInATaskForAllWithTheWayOut() {
        assertThatThrownBy(() -> BundleFits.check(bundle("aux.conf", "Foo::Bar"), Policy.DEFAULT))
                .hasMessageContaining("Not all platforms of this task (linux, macos, windows) can have the names")
                .hasMessageContaining("“aux.conf”: \"aux.conf\" is the name of a device on Windows")
                .hasMessageContaining("“Foo::Bar”: \"Foo::Bar\" holds a character that Windows does not take");
    }

    @Test
    void theyAreTakenInATaskForThosePlatformsThatHaveThem() {
        Policy linuxAndMac = policy("{\"platforms\":[\"macos\",\"linux\"]}");
        Policy linux = policy("{\"platforms\":[\"linux\"]}");

        assertThatCode(() -> BundleFits.check(bundle("trail ", "name.", "nul", "by\\x2dlabel"), linuxAndMac))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> BundleFits.check(bundle("Conf/a", "conf/a"), linuxAndMac))
                .hasMessageContaining("macOS cannot distinguish it from");
        assertThatCode(() -> BundleFits.check(bundle("Conf/a", "conf/a"), linux))
                .doesNotThrowAnyException();
    }

    @Test
    void linksAreRefusedIfThePolicySaysSo() {
        Map<String, FileEntry> links = Map.of("a", FILE, "b", new FileEntry(FILE.sha256(), 1, Mode.LINK));

        assertThatThrownBy(() -> BundleFits.check(links, policy("{\"links\":\"refuse\"}")))
                .hasMessageContaining("The policy refuses links, and the bundle has some: “b”.");
        assertThatCode(() -> BundleFits.check(links, Policy.DEFAULT)).doesNotThrowAnyException();
    }
}
