package parley.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import parley.apply.internal.destination.PathPolicy;
import parley.apply.internal.disk.ApplyFailure;
import parley.apply.internal.disk.FileAccess;
import parley.apply.internal.plan.Plan;
import parley.apply.internal.plan.Planner;
import parley.apply.internal.state.State;
import parley.message.Reason;
import parley.message.bundle.Change;
import parley.message.platform.OperatingSystem;

/** Linux with a disk that does not tell upper from lower case, as FAT and an ext4 folder with casefold are. */
class CaselessDiskTest {

    private static final List<Change> PAIR =
            List.of(Change.add("README", Scenario.entry("1", 0644)), Change.add("Readme", Scenario.entry("2", 0644)));

    private final MemoryDisk disk = new MemoryDisk();

    private Plan plan(FileAccess files, List<Change> changes) throws Exception {
        PathPolicy forLinuxOnly = new PathPolicy(OperatingSystem.LINUX, Set.of(OperatingSystem.LINUX));
        return new Planner(files, forLinuxOnly, State.NONE, Map.of()).plan(Scenario.TARGET, changes);
    }

    /** Parley's own folder is found under another spelling, too. */
    private FileAccess caseless() {
        return (FileAccess) Proxy.newProxyInstance(
                FileAccess.class.getClassLoader(), new Class<?>[] {FileAccess.class}, (proxy, method, given) -> {
                    boolean shouted = method.getName().equals("look") && given[0].equals(".PARLEY");
                    try {
                        return shouted ? disk.look(".parley") : method.invoke(disk, given);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void twoPathsThatDifferInCaseOnlyAreRefused() throws Exception {
        disk.withFolder(".parley", 0700);

        assertThatThrownBy(() -> plan(caseless(), PAIR)).isInstanceOfSatisfying(ApplyFailure.class, refused -> {
            assertThat(refused.reason()).isEqualTo(Reason.PATH_REFUSED);
            assertThat(refused)
                    .hasMessage("the path \"Readme\" is refused: this disk ignores case, and the update has "
                            + "another path that differs only in case");
        });
    }

    @Test
    void onePathOfThePairIsTaken() throws Exception {
        disk.withFolder(".parley", 0700);

        assertThat(plan(caseless(), PAIR.subList(0, 1)).puts()).hasSize(1);
    }

    @Test
    void aDiskThatTellsThemApartTakesBoth() throws Exception {
        disk.withFolder(".parley", 0700);

        assertThat(plan(disk, PAIR).puts()).hasSize(2);
    }
}
