package parley.bench.start;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import parley.bench.base.BenchPart;
import parley.bench.base.BenchReport;
import parley.bench.base.BenchRun;
import parley.bench.base.Figures;
import parley.bench.base.Rounds;
import parley.bench.process.PayaraLaunch;
import parley.bench.process.ProcessFigures;
import parley.bench.process.ServerUnderLoad;
import parley.folders.FolderRemoval;

/** {@code parley serve} beside Payara Micro with an empty WAR, and the commands that a newcomer types first. */
public final class StartPart implements BenchPart {

    private static final int ROUNDS = 3;
    private static final long REST_SECONDS = 5;
    private static final double GOAL_START = 1.3;
    private static final double GOAL_MEBIBYTES = 300;
    private static final String SERVE = "parley serve";
    private static final String EMPTY = "Payara Micro with an empty WAR";
    private static final String VERSION = "parley --version";
    private static final String DEMO = "parley demo";

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String usage() {
        return "[--rounds N]";
    }

    @Override
    public String purpose() {
        return "parley serve until it is ready, and its memory at rest, beside Payara Micro with an empty WAR; parley"
                + " --version and parley demo (about 3 min)";
    }

    @Override
    public void run(BenchRun run) throws Exception {
        Rounds seconds = new Rounds();
        Rounds memory = new Rounds();
        run.inFolder(folder -> {
            for (int round = 0; round <= run.arguments().number("--rounds", ROUNDS); round++) {
                // The first round leaves the archives of classes that later starts use.
                Path place = Files.createDirectories(folder.resolve("round-" + round));
                boolean counted = round > 0;
                round(run, place, counted ? seconds : new Rounds(), counted ? memory : new Rounds());
                FolderRemoval.delete(place);
            }
        });
        BenchReport report = run.report();
        seconds.show(report, "start", "s", EMPTY);
        memory.show(report, "memory at rest", "RSS MiB", EMPTY);
        report.atMost(
                "serve until ready ÷ an empty Payara Micro",
                GOAL_START,
                seconds.ratio(SERVE, EMPTY).median());
        report.atMost("RSS at rest, MiB", GOAL_MEBIBYTES, memory.spread(SERVE).median());
    }

    private static void round(BenchRun run, Path folder, Rounds seconds, Rounds memory) throws Exception {
        long begun = System.nanoTime();
        try (ServerUnderLoad server = ServerUnderLoad.start(run.command(), folder, Map.of())) {
            seconds.add(SERVE, since(begun));
            memory.add(SERVE, mebibytesAtRest(server.figures()));
        }
        Path war = folder.resolve("empty.war");
        writeEmptyWar(war);
        begun = System.nanoTime();
        Path server = run.program().resolve("server");
        try (PayaraLaunch payara = PayaraLaunch.start(server, folder, List.of(), List.of(war))) {
            payara.awaitAnswer("/empty/");
            seconds.add(EMPTY, since(begun));
            memory.add(EMPTY, mebibytesAtRest(payara.figures()));
        }
        seconds.add(VERSION, command(run, folder, "--version"));
        seconds.add(DEMO, command(run, folder, "demo"));
    }

    private static double since(long begun) {
        return (System.nanoTime() - begun) / 1e9;
    }

    private static double mebibytesAtRest(ProcessFigures figures) throws IOException, InterruptedException {
        TimeUnit.SECONDS.sleep(REST_SECONDS);
        return (double) figures.residentBytes() / Figures.MEBIBYTE;
    }

    private static void writeEmptyWar(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("index.html"));
            zip.write("<!doctype html><title>empty</title>".getBytes(StandardCharsets.US_ASCII));
            zip.closeEntry();
        }
    }

    /** Seconds that the command takes. */
    private static double command(BenchRun run, Path folder, String word) throws IOException, InterruptedException {
        File said = folder.resolve("said.txt").toFile();
        long begun = System.nanoTime();
        int end = new ProcessBuilder(run.command().toString(), word)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(said)
                .start()
                .waitFor();
        if (end != 0) {
            throw new IOException("parley " + word + " ended with " + end + ": " + Files.readString(said.toPath()));
        }
        return since(begun);
    }
}
