package parley.bench.large;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import parley.bench.base.BenchPart;
import parley.bench.base.BenchRun;
import parley.bench.base.Figures;
import parley.bench.base.Rounds;
import parley.bench.process.ServerUnderLoad;
import parley.folders.FolderRemoval;

/** An update of a folder by the client library, beside {@code rsync -a --checksum} of the same content. */
public final class LargePart implements BenchPart {

    private static final String RSYNC = "rsync";
    private static final String PARLEY = "Parley";
    private static final int SMALL_FILE = 200;
    private static final int FILES_IN_FOLDER = 1_000;

    /** How much there is of each. */
    private record Amounts(int bundleMebibytes, int files, int strangers, long logMebibytes) {
        static final Amounts USUAL = new Amounts(256, 2_000, 20_000, 2_048);
        static final Amounts FULL = new Amounts(2_048, 10_000, 100_000, 8_192);
    }

    @Override
    public String name() {
        return "large";
    }

    @Override
    public String usage() {
        return "[--full] [--rounds N]";
    }

    @Override
    public String purpose() {
        return "a bundle of 256 MiB, one of 2 000 files, a destination with 20 000 strange files and a sparse log of"
                + " 2 GiB; with --full 2 GiB, 10 000, 100 000 and 8 GiB; beside rsync -a --checksum (about 1 min,"
                + " --full 10 min)";
    }

    @Override
    public void run(BenchRun run) throws Exception {
        Amounts amounts = run.arguments().flag("--full") ? Amounts.FULL : Amounts.USUAL;
        boolean rsync = isInstalled();
        if (!rsync) {
            run.report()
                    .remark("There is no rsync on this machine (Debian, Ubuntu: apt install rsync); only Parley is"
                            + " measured.");
        }
        run.inFolder(folder -> {
            try (ServerUnderLoad server = ServerUnderLoad.start(run.command(), folder, Map.of())) {
                Comparison comparison = new Comparison(run, new FolderClients(server.admin(), folder), folder, rsync);
                comparison.oneFile(amounts);
                comparison.manyFiles(amounts);
                comparison.strangers(amounts);
            }
        });
    }

    private static boolean isInstalled() {
        for (String each : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            if (Files.isExecutable(Path.of(each, RSYNC))) {
                return true;
            }
        }
        return false;
    }

    /** The cases; each in folders of its own, which are deleted after it. */
    private record Comparison(BenchRun run, FolderClients clients, Path folder, boolean rsync) {

        void oneFile(Amounts amounts) throws Exception {
            String title = "one file of " + amounts.bundleMebibytes() + " MiB";
            compare(title, (source, round) -> {
                Random random = new Random(round);
                byte[] piece = new byte[Figures.MEBIBYTE];
                try (OutputStream out = Files.newOutputStream(source.resolve("image.bin"))) {
                    for (int i = 0; i < amounts.bundleMebibytes(); i++) {
                        random.nextBytes(piece);
                        out.write(piece);
                    }
                }
            });
        }

        void manyFiles(Amounts amounts) throws Exception {
            compare(
                    amounts.files() + " files of " + SMALL_FILE + " B",
                    (source, round) -> writeFiles(source, amounts.files(), round));
        }

        /** A file of two bytes into a destination that has other things in it already. */
        void strangers(Amounts amounts) throws Exception {
            Path strange = Files.createDirectories(folder.resolve("strange"));
            writeFiles(strange, amounts.strangers(), 0);
            try (RandomAccessFile log =
                    new RandomAccessFile(strange.resolve("huge.log").toFile(), "rw")) {
                log.setLength(amounts.logMebibytes() * Figures.MEBIBYTE);
            }
            Path second = folder.resolve("strange-2");
            execute("cp", "-a", "--sparse=always", strange.toString(), second.toString());
            Rounds seconds = new Rounds();
            Path source = Files.createDirectories(folder.resolve("source"));
            for (int round = 1; round <= rounds(); round++) {
                Files.writeString(source.resolve("two.conf"), Character.toString('a' + round) + "\n");
                seconds.add(PARLEY, clients.update(source, strange));
                if (rsync) {
                    seconds.add(RSYNC, rsyncSeconds(source, second));
                }
            }
            show(seconds, amounts.strangers() + " strange files, a log of " + amounts.logMebibytes() + " MiB, 2 new B");
        }

        /** Writes what a bundle consists of. */
        private interface Source {
            void write(Path source, int round) throws IOException;
        }

        private void compare(String title, Source content) throws Exception {
            Rounds seconds = new Rounds();
            for (int round = 1; round <= rounds(); round++) {
                Path source = Files.createDirectories(folder.resolve("source"));
                content.write(source, round);
                seconds.add(PARLEY, clients.update(source, folder.resolve("updated")));
                if (rsync) {
                    seconds.add(RSYNC, rsyncSeconds(source, folder.resolve("copied")));
                }
                for (String each : new String[] {"source", "updated", "copied"}) {
                    FolderRemoval.delete(folder.resolve(each));
                }
            }
            show(seconds, title);
        }

        private int rounds() {
            return run.arguments().number("--rounds", 1);
        }

        private void show(Rounds seconds, String title) {
            seconds.show(run.report(), title, "s", rsync ? RSYNC : PARLEY);
        }

        private static double rsyncSeconds(Path source, Path destination) throws IOException, InterruptedException {
            long begun = System.nanoTime();
            execute(RSYNC, "-a", "--checksum", source + "/", destination + "/");
            return (System.nanoTime() - begun) / 1e9;
        }
    }

    private static void writeFiles(Path folder, int count, int seed) throws IOException {
        Random random = new Random(seed);
        byte[] content = new byte[SMALL_FILE];
        for (int i = 0; i < count; i++) {
            random.nextBytes(content);
            Path parent = Files.createDirectories(folder.resolve("part-" + i / FILES_IN_FOLDER));
            Files.write(parent.resolve("file-" + i + ".conf"), content);
        }
    }

    private static void execute(String... words) throws IOException, InterruptedException {
        int end = new ProcessBuilder(words).inheritIO().start().waitFor();
        if (end != 0) {
            throw new IOException(String.join(" ", words) + " ended with " + end);
        }
    }
}
