package parley.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code ./parley}, in a checkout of its own with a Maven that only copies what is built already. */
@DisabledOnOs(OS.WINDOWS)
class LauncherIT {

    private static final Path ROOT = Path.of(System.getProperty("parley.root"));
    private static final Path PROGRAM = Path.of(System.getProperty("parley.program"));

    @TempDir
    Path folder;

    private Path checkout;
    private Path tools;

    private record Run(int exit, String out, String err) {}

    @BeforeEach
    void aCheckoutThatHasNotBeenBuilt() throws IOException {
        checkout = Files.createDirectories(folder.resolve("a checkout"));
        Files.createDirectories(checkout.resolve(".mvn"));
        Files.createDirectories(checkout.resolve("cli/src/main"));
        Files.createFile(checkout.resolve("pom.xml"));
        for (String file : List.of("parley", ".mvn/toolchain.bash")) {
            Files.copy(ROOT.resolve(file), checkout.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
        }
        tools = Files.createDirectories(folder.resolve("tools"));
        maven("mkdir -p cli/target/parley && cp -r '" + PROGRAM + "/lib' cli/target/parley/ && echo built >>builds");
    }

    @Test
    void theFirstUseBuildsAndSaysSoInOneLineTheSecondDoesNot() throws Exception {
        Run first = run(Map.of(), "--version");
        Run second = run(Map.of(), "--version");

        assertThat(first.exit()).isZero();
        assertThat(first.out()).startsWith("parley ");
        assertThat(first.err()).matches("parley: building for the first use \\(.*\\)\n");
        assertThat(second).isEqualTo(new Run(0, first.out(), ""));
        assertThat(checkout.resolve("builds")).hasContent("built");
        assertThat(archives()).hasSize(1);
    }

    @Test
    void aChangedSourceIsBuiltAgain() throws Exception {
        run(Map.of(), "--version");
        Files.setLastModifiedTime(
                Files.createFile(checkout.resolve("cli/src/main/Changed.java")),
                FileTime.from(Instant.now().plusSeconds(5)));

        assertThat(run(Map.of(), "--version").err()).startsWith("parley: the sources have changed, building again");
    }

    @Test
    void itIsFoundThroughALinkAndFromAnyFolder() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), checkout.resolve("parley"));

        assertThat(run(folder, link, Map.of(), "--version").exit()).isZero();
    }

    @Test
    void twoFirstUsesAtOnceBuildOnce() throws Exception {
        Process one = start(folder, checkout.resolve("parley"), Map.of(), "--version");
        Process two = start(folder, checkout.resolve("parley"), Map.of(), "--version");

        assertThat(finish(one).exit()).isZero();
        assertThat(finish(two).exit()).isZero();
        assertThat(checkout.resolve("builds")).hasContent("built");
    }

    @Test
    void aBuildThatFailsIsToldInThreePartsAndTriedAgainTheNextTime() throws Exception {
        maven("echo '[ERROR] COMPILATION ERROR :'; echo '[ERROR] Main.java:[1,1] no such thing'; exit 1");

        assertThat(run(Map.of(), "--version")).satisfies(run -> {
            assertThat(run.exit()).isEqualTo(1);
            assertThat(run.err())
                    .endsWith("error: Parley could not be built\n  why: Main.java:[1,1] no such thing\n  hint: read "
                            + checkout + "/cli/target/parley-build.log\n");
        });
        maven("mkdir -p cli/target/parley && cp -r '" + PROGRAM + "/lib' cli/target/parley/");
        assertThat(run(Map.of(), "--version").exit()).isZero();
    }

    @Test
    void aMavenThatIsTooOldIsNamed() throws Exception {
        Files.writeString(tools.resolve("mvn"), "#!/bin/sh\necho 'Apache Maven 3.6.3 (abc)'\n");

        assertThat(run(Map.of(), "--version").err())
                .startsWith("error: building Parley needs Maven 3.8 or newer\n  why: found Maven 3.6.3 (");
    }

    @Test
    void aCacheThatCannotBeWrittenOnlyCostsTime() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));

        Run run = run(Map.of("XDG_CACHE_HOME", file.toString()), "--version");

        assertThat(run.exit()).isZero();
        assertThat(run.out()).startsWith("parley ");
    }

    @Test
    void aRelativeFolderForCachesIsIgnoredAndHomeSaysWhereTheyAre() throws Exception {
        Path home = Files.createDirectory(folder.resolve("home"));

        Run run = run(Map.of("XDG_CACHE_HOME", "cache", "HOME", home.toString()), "--version");

        assertThat(run.exit()).isZero();
        assertThat(home.resolve(".cache/parley")).isDirectoryContaining("glob:**.jsa");
        assertThat(checkout.resolve("cache")).doesNotExist();
    }

    @Test
    void aClientOutlivesTheTerminalThatItWasStartedIn() throws Exception {
        run(Map.of(), "--version");
        Process join = start(folder, checkout.resolve("parley"), Map.of(), "join", "-", "--yes");
        await(() -> join.info()
                .command()
                .filter(command -> command.endsWith("java"))
                .isPresent());

        assertThat(new ProcessBuilder("sh", "-c", "kill -HUP " + join.pid())
                        .start()
                        .waitFor())
                .isZero();
        try (var token = join.outputWriter()) {
            token.write("parley1_mistyped");
        }

        assertThat(finish(join).exit()).isEqualTo(5);
    }

    private static void await(BooleanSupplier condition) {
        Instant deadline = Instant.now().plusSeconds(60);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(deadline);
            Thread.onSpinWait();
        }
    }

    private void maven(String build) throws IOException {
        Path mvn = tools.resolve("mvn");
        Files.writeString(
                mvn,
                "#!/bin/sh\n[ \"$1\" = -v ] && { echo 'Apache Maven 3.9.9 (abc)'; exit; }\ncd '" + checkout + "'\n"
                        + build + "\n");
        Files.setPosixFilePermissions(mvn, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private List<Path> archives() throws IOException {
        try (var all = Files.list(folder.resolve("cache/parley"))) {
            return all.filter(file -> file.toString().endsWith(".jsa")).toList();
        }
    }

    private Run run(Map<String, String> environment, String... arguments) throws Exception {
        return run(checkout, checkout.resolve("parley"), environment, arguments);
    }

    private Run run(Path directory, Path script, Map<String, String> environment, String... arguments)
            throws Exception {
        return finish(start(directory, script, environment, arguments));
    }

    private Process start(Path directory, Path script, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> words = new ArrayList<>(List.of(script.toString()));
        words.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(words).directory(directory.toFile());
        builder.environment().put("PATH", tools + ":" + System.getenv("PATH"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static Run finish(Process process) throws Exception {
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), out, err);
    }
}
