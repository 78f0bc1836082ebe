package parley.cli.server;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;

/**
 * The folder of the program as the build lays it out: {@code lib/} (this code), {@code server/} (the WAR, Payara Micro,
 * its launch files) and {@code examples/}.
 */
record Program(Path folder) {

    /** The program folder of this process. */
    static Program ofThisProcess() {
        try {
            Path jar = Path.of(Program.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Path libraries = jar.resolveSibling("");
            return new Program(libraries.resolveSibling(""));
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the program's own folder has a strange name", e);
        }
    }

    Path war() {
        return existing("server/parley.war");
    }

    Path payaraMicro() {
        return existing("server/payara-micro.jar");
    }

    /** Commands for Payara that run before it listens. */
    Path hardening() {
        return existing("server/hardening.txt");
    }

    /** The bundle that {@code parley demo} rolls out unless another is named. */
    Path example() {
        return existing("examples/reverse-proxy");
    }

    private Path existing(String name) {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            throw new CliProblem(
                    ExitCode.FAILED,
                    "This installation of Parley is not complete.",
                    file + " is missing.",
                    "build it again: mvn package");
        }
        return file;
    }
}
