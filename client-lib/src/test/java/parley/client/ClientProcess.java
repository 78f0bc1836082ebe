package parley.client;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import parley.client.testing.internal.FakeTask;
import parley.examples.FolderExample;

/** {@link FolderExample} in a process of its own, which can be killed with -9 and started again. */
final class ClientProcess {

    private final Path temp;
    private final FakeTask server;
    private volatile Process process;
    private volatile boolean killed;

    ClientProcess(Path temp, FakeTask server) {
        this.temp = temp;
        this.server = server;
    }

    /** Runs it once; tells whether it came to its end by itself. */
    boolean run() throws IOException, InterruptedException {
        killed = false;
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        classPath.replace(';', File.pathSeparatorChar),
                        FolderExample.class.getName(),
                        server.token().unsafeText(),
                        temp.resolve("state").toString(),
                        folder().toString())
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(temp.resolve("out").toFile()))
                .redirectError(
                        ProcessBuilder.Redirect.appendTo(temp.resolve("err").toFile()))
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("the client hangs");
        }
        return !killed;
    }

    void kill() {
        killed = true;
        process.destroyForcibly();
    }

    /** What the runs printed. */
    String output() throws IOException {
        return Files.readString(temp.resolve("out"));
    }

    Path folder() {
        return temp.resolve("folder");
    }

    /** The files in the folder, without what the update keeps there for itself. */
    Map<String, byte[]> files() throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(folder())) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                String name = folder().relativize(path).toString();
                if (!name.startsWith(".parley")) {
                    files.put(name, Files.readAllBytes(path));
                }
            }
        }
        return files;
    }
}
