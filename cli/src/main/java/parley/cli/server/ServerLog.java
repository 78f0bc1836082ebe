package parley.cli.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * The server's log: {@code server.log}, a link to the newest of at most four files of 5 MB, and {@code start.log} with
 * the JVM's own output. Remembers where this server's lines begin, so that lines of an earlier server are not read as
 * its own.
 */
final class ServerLog {

    private static final int SHOWN = 4;
    private static final int READ_AT_MOST = 1 << 20;

    private final Path folder;
    private final String formatter;
    private final long begin;

    /** @param form {@code text} or {@code json} */
    ServerLog(Path folder, String form) throws IOException {
        this.folder = folder;
        this.formatter = form.equals("json") ? LogLines.PAYARAS_JSON : "java.util.logging.SimpleFormatter";
        this.begin = Files.exists(newest()) ? Files.size(newest()) : 0;
        if (!Files.isSymbolicLink(file()) && !Files.exists(file())) {
            Files.createSymbolicLink(file(), newest().getFileName());
        }
    }

    Path file() {
        return folder.resolve("server.log");
    }

    private Path newest() {
        return folder.resolve("server.0.log");
    }

    /** The JVM's output before the server's own log is open; overwritten at each start. */
    Path start() {
        return folder.resolve("start.log");
    }

    /** The settings of java.util.logging that make Payara write here. */
    String properties() {
        return String.join(
                "\n",
                "handlers=java.util.logging.FileHandler",
                "java.util.logging.FileHandler.pattern="
                        + folder.toString().replace("%", "%%").replace("\\", "\\\\") + "/server.%g.log",
                "java.util.logging.FileHandler.limit=5000000",
                "java.util.logging.FileHandler.count=4",
                "java.util.logging.FileHandler.append=true",
                "java.util.logging.FileHandler.encoding=UTF-8",
                "java.util.logging.FileHandler.formatter=" + formatter,
                "java.util.logging.SimpleFormatter.format=%1$tFT%1$tT.%1$tL%1$tz %4$-7s %3$s: %5$s%6$s%n",
                ".level=INFO",
                // One line for every pre-boot command.
                "fish.payara.boot.runtime.level=WARNING",
                // Expired certificates among those that Payara trusts by default; Parley uses none of them.
                "javax.enterprise.system.security.ssl.level=SEVERE",
                "org.hibernate.validator.internal.util.Version.level=WARNING",
                "");
    }

    /** Whether the application could not be started; Payara itself stays up then and would wait for ever. */
    boolean saysDeploymentFailed() {
        List<String> lines = lines();
        return lines.stream().anyMatch(line -> line.contains(" PayaraMicro: ") && line.contains(" ready in "))
                && lines.stream().noneMatch(line -> line.contains(" was successfully deployed in "));
    }

    /** The few lines that best explain why the server ended. */
    String lastWords() {
        List<String> lines = lines();
        List<String> causes = lines.stream()
                .filter(line -> line.startsWith("Caused by: "))
                .map(line -> line.substring("Caused by: ".length())
                        .replaceFirst("^parley\\.[\\w.$]+: |^(\\w+\\.)+(?=\\w+)", ""))
                .toList();
        if (!causes.isEmpty()) {
            return causes.get(causes.size() - 1);
        }
        List<String> severe = lines.stream()
                .filter(line -> line.contains(" SEVERE "))
                .map(line -> line.replaceFirst("^\\S+ SEVERE\\s+\\S+: ", ""))
                .toList();
        if (!severe.isEmpty()) {
            return last(severe);
        }
        List<String> said =
                linesOf(start(), 0).stream().filter(line -> !line.isBlank()).toList();
        return last(said.isEmpty() ? lines : said);
    }

    private static String last(List<String> lines) {
        return lines.isEmpty()
                ? "It said nothing."
                : String.join("\n", lines.subList(Math.max(0, lines.size() - SHOWN), lines.size()));
    }

    private List<String> lines() {
        return linesOf(newest(), begin);
    }

    // An unreadable log must not hide the original problem.
    private static List<String> linesOf(Path file, long begin) {
        try (InputStream in = Files.newInputStream(file)) {
            long size = Files.size(file);
            // Smaller than at the beginning: the files have been rotated.
            in.skipNBytes(Math.max(size < begin ? 0 : begin, size - READ_AT_MOST));
            return new String(in.readNBytes(READ_AT_MOST), StandardCharsets.UTF_8)
                    .lines()
                    .flatMap(LogLines::asText)
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            return List.of("(" + file + " cannot be read: " + e.getMessage() + ")");
        }
    }
}
