package parley.cli.server;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line that starts Payara Micro with the WAR, and the files that it names. It has no secret: every user of
 * the machine can read it.
 */
final class LaunchCommand {

    /**
     * Heap in MiB: enough for some thousand clients, on a small machine a quarter of the memory, and never too little
     * to start.
     */
    private static final long MOST_HEAP = 1024;

    private static final long LEAST_HEAP = 256;

    private final Program program;
    private final ServerFolder folder;
    private final ServerLog log;
    private final PayaraRuntime runtime;
    private final ServerPlan plan;

    LaunchCommand(Program program, ServerFolder folder, ServerLog log, PayaraRuntime runtime, ServerPlan plan) {
        this.program = program;
        this.folder = folder;
        this.log = log;
        this.runtime = runtime;
        this.plan = plan;
    }

    /**
     * Writes the files and returns the words of the command.
     *
     * @param java the Java to run it with
     * @param archiveBeingMade where to write an archive of the loaded classes; used only if the runtime has none yet
     */
    List<String> prepare(Path java, Path archiveBeingMade) throws IOException {
        runtime.copyRootInto(folder.run());
        Path preBoot = folder.run().resolve("pre-boot.txt");
        Files.writeString(preBoot, Files.readString(program.hardening()) + addressCommands(plan.listen()));
        Path logging = folder.run().resolve("logging.properties");
        Files.writeString(logging, log.properties());

        List<String> words = new ArrayList<>();
        words.add(java.toString());
        words.addAll(List.of("-Xmx" + heap(memory()) + "m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"));
        if (plan.brief()) {
            words.add("-XX:TieredStopAtLevel=1");
        }
        words.addAll(List.of("-Xshare:auto", "-Xlog:disable", "-Xlog:all=error:stderr"));
        words.add(
                runtime.hasArchive()
                        ? "-XX:SharedArchiveFile=" + runtime.archive()
                        : "-XX:ArchiveClassesAtExit=" + archiveBeingMade);
        words.addAll(runtime.moduleOptions());
        words.addAll(plan.javaOptions());
        words.add("-Djava.awt.headless=true");
        words.add("-Dfish.payara.micro.BootJar=" + runtime.launcher().toUri());
        words.add("-Dfish.payara.micro.UnpackDir=" + runtime.folder());
        words.add("-Dparley.data.dir=" + folder.path());
        words.add("-Dparley.public.urls=" + String.join(",", plan.publicUrls()));
        words.add("-Dparley.parent.pid=" + ProcessHandle.current().pid());
        words.addAll(List.of("-cp", runtime.launcher().toString(), "fish.payara.micro.impl.PayaraMicroImpl"));
        words.addAll(List.of("--rootdir", folder.run().toString()));
        words.addAll(List.of("--port", Integer.toString(plan.listen().port())));
        words.addAll(List.of("--prebootcommandfile", preBoot.toString()));
        words.addAll(List.of("--logproperties", logging.toString()));
        words.addAll(List.of("--nohazelcast", "--disablephonehome"));
        words.addAll(List.of("--deploy", program.war().toString(), "--contextroot", "/"));
        return words;
    }

    /** In MiB, for a machine or container with {@code memory} bytes. */
    static long heap(long memory) {
        return Math.max(LEAST_HEAP, Math.min(MOST_HEAP, memory / 4 >> 20));
    }

    private static long memory() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    }

    /**
     * The commands for Payara that bind the address; beside an address of the network a second listener is bound to
     * loopback.
     */
    static String addressCommands(ListenAddress listen) {
        if (listen.all()) {
            return "";
        }
        String first =
                "set configs.config.server-config.network-config.network-listeners.network-listener.http-listener"
                        + ".address=" + listen.text() + "\n";
        return listen.loopback()
                ? first
                : first + "create-network-listener --address 127.0.0.1 --listenerport " + listen.port()
                        + " --protocol http-listener --threadpool http-thread-pool loopback-listener\n";
    }
}
