package parley.cli.server;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import parley.folders.FolderRemoval;

/**
 * Payara Micro, unpacked once for all servers of this user, with an archive of its classes (JEP 350) that the first
 * server leaves behind when it stops.
 *
 * <p>Both belong to one build of Payara Micro, the archive also to one build of Java; those not used for two months
 * are deleted when a new one is made. Several processes may use and make the same one at the same time.
 */
record PayaraRuntime(Path folder, Path archive) {

    private static final Duration UNUSED = Duration.ofDays(60);

    /** Finds the runtime below {@code cache}, or unpacks it there. */
    static PayaraRuntime below(Path cache, Path payaraMicro, Path java) throws IOException, InterruptedException {
        Path folder = cache.resolve("payara-" + fingerprint(payaraMicro));
        if (!Files.isDirectory(folder)) {
            FolderTree.create(cache);
            deleteUnused(cache);
            unpack(payaraMicro, folder, java);
        }
        Files.setLastModifiedTime(folder, FileTime.from(Instant.now()));
        String vm = System.getProperty("java.vm.version") + "-"
                + Integer.toHexString(java.toString().hashCode());
        return new PayaraRuntime(folder, folder.resolve("classes-" + vm.replaceAll("[^A-Za-z0-9.+-]", "_") + ".jsa"));
    }

    // The checksums of all entries are in the directory at the end of the jar, so 100 MB need not be read.
    private static String fingerprint(Path payaraMicro) throws IOException {
        try (JarFile jar = new JarFile(payaraMicro.toFile())) {
            return Long.toHexString(jar.stream()
                    .mapToLong(entry -> entry.getCrc() * 31 + entry.getName().hashCode())
                    .sum());
        }
    }

    private static void unpack(Path payaraMicro, Path folder, Path java) throws IOException, InterruptedException {
        Path making = folder.resolveSibling(
                folder.getFileName() + "." + ProcessHandle.current().pid());
        FolderRemoval.delete(making);
        FolderTree.create(making);
        Path said = making.resolve("unpack.log");
        Process process = new ProcessBuilder(
                        java.toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        payaraMicro.toString(),
                        "--rootdir",
                        making.toString(),
                        "--outputlauncher")
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("Payara Micro could not be unpacked; " + said + " says why");
        }
        try {
            Files.move(making, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
            // Another process made the same one first.
            FolderRemoval.delete(making);
        }
    }

    private static void deleteUnused(Path cache) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(cache, "payara-*")) {
            for (Path each : all) {
                if (Files.getLastModifiedTime(each)
                        .toInstant()
                        .isBefore(Instant.now().minus(UNUSED))) {
                    FolderRemoval.delete(each);
                }
            }
        }
    }

    /** The jar on the class path of the server; its manifest names all others. */
    Path launcher() {
        return folder.resolve("launch-micro.jar");
    }

    /** The JVM options that open the JDK to Payara, from its manifest for {@code java -jar}. */
    List<String> moduleOptions() throws IOException {
        try (JarFile jar = new JarFile(launcher().toFile())) {
            Attributes manifest = jar.getManifest().getMainAttributes();
            List<String> options = new ArrayList<>();
            addOptions(options, "--add-opens", manifest.getValue("Add-Opens"));
            addOptions(options, "--add-exports", manifest.getValue("Add-Exports"));
            return options;
        }
    }

    private static void addOptions(List<String> options, String option, String packages) {
        for (String each : packages == null ? new String[0] : packages.strip().split("\\s+")) {
            options.add(option + "=" + each + "=ALL-UNNAMED");
        }
    }

    /** Makes a root folder for one server: Payara's configuration and what it deploys go there. */
    void copyRootInto(Path root) throws IOException {
        FolderRemoval.delete(root);
        FolderTree.create(root);
        for (String part : List.of("config", "docroot", "lib", "META-INF")) {
            if (Files.exists(folder.resolve(part))) {
                FolderTree.copy(folder.resolve(part), root.resolve(part));
            }
        }
    }

    boolean hasArchive() {
        return Files.exists(archive);
    }

    /** Where the server with the process id {@code pid} writes a new archive when it ends. */
    Path archiveBeingMade(long pid) {
        return archive.resolveSibling(archive.getFileName() + "." + pid);
    }

    /** Moves a finished archive to its place; does nothing if the server wrote none. */
    void keepArchive(Path made) throws IOException {
        if (Files.exists(made)) {
            Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
