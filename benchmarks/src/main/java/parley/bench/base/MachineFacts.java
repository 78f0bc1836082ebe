package parley.bench.base;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The machine on which is measured, from {@code /proc}. */
final class MachineFacts {

    private MachineFacts() {}

    static List<String> lines() {
        return List.of(
                Runtime.getRuntime().availableProcessors() + " processors, " + field("/proc/cpuinfo", "model name")
                        + ", memory " + field("/proc/meminfo", "MemTotal"),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch") + ", Java " + Runtime.version() + " "
                        + System.getProperty("java.vendor"));
    }

    private static String field(String file, String name) {
        return read(file)
                .lines()
                .filter(line -> line.startsWith(name))
                .findFirst()
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .orElse("unknown");
    }

    /** The load averages of one and five minutes. */
    static String load() {
        String[] averages = read("/proc/loadavg").split(" ");
        return averages[0] + ", " + averages[1];
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException("the benchmarks need Linux", e);
        }
    }
}
