package parley.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.LongStream;
import parley.bench.base.Figures;

/**
 * What a process has used, from {@code /proc}.
 *
 * @param pid its process id
 */
public record ProcessFigures(long pid) {

    private static final int TICKS_PER_SECOND = 100;
    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;
    private static final int CHILDREN_SYSTEM_TIME = 14;

    /** The processor time that it has used since it began, in ms. */
    public long cpuMillis() throws IOException {
        return millis(pid, SYSTEM_TIME);
    }

    /** The same for the process and all that it started, whether they have ended or not, in ms. */
    public long cpuMillisOfAll() throws IOException {
        long[] descendants = ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::descendants)
                .mapToLong(ProcessHandle::pid)
                .toArray();
        long sum = 0;
        for (long each : LongStream.concat(LongStream.of(pid), LongStream.of(descendants))
                .toArray()) {
            sum += millis(each, CHILDREN_SYSTEM_TIME);
        }
        return sum;
    }

    private static long millis(long pid, int last) throws IOException {
        String stat;
        try {
            stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        } catch (NoSuchFileException ended) {
            return 0; // its parent has its time then
        }
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long ticks = 0;
        for (int i = USER_TIME; i <= last; i++) {
            ticks += Long.parseLong(fields[i]);
        }
        return ticks * 1_000 / TICKS_PER_SECOND;
    }

    /** The memory that it has in use now, in bytes. */
    public long residentBytes() throws IOException {
        return status("VmRSS:");
    }

    /** The most memory that it had in use, in bytes. */
    public long peakResidentBytes() throws IOException {
        return status("VmHWM:");
    }

    private long status(String line) throws IOException {
        for (String each : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
            if (each.startsWith(line)) {
                String kibibytes =
                        each.substring(line.length()).replace("kB", "").strip();
                return Long.parseLong(kibibytes) * Figures.KIBIBYTE;
            }
        }
        throw new IOException("/proc says nothing of " + line);
    }
}
