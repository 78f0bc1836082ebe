package parley.cli.rest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The start of a process, in a form that is always the same for it and differs for every other process, also for a
 * later one with the same number: on Linux the kernel's count since the machine's start, which no change of the clock
 * affects; elsewhere the time from Java.
 */
final class ProcessStart {

    private static final int START_TIME = 19; // field 22 of /proc/PID/stat (proc(5)), counted from the third

    private ProcessStart() {}

    /** Empty if no such process is known. */
    static String of(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            String boot =
                    Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
            // The name, in brackets, may have spaces and brackets in it.
            return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[START_TIME] + "@" + boot;
        } catch (IOException noLinux) {
            return ProcessHandle.of(pid)
                    .flatMap(process -> process.info().startInstant())
                    .map(Object::toString)
                    .orElse("");
        }
    }
}
