package parley.server.bundles.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadMemoryTest {

    @TempDir
    Path folder;

    @Test
    void everyHostileUploadIsRefusedInWordsByAReaderWith24MebibytesOfMemory() throws Exception {
        assertThat(run(HostileUploads.class))
                .isEqualTo(
                        """
                deep folders: bad_path: “0/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d\
                /d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d\
                /d/d/d/d/d/d/d/d/d/d/d/d/…” is below more than 64 folders.
                folders without end: too_large: The bundle has more than 30000 files, folders and links.
                one folder without end: too_large: The bundle has more than 30000 files, folders and links.
                long paths: too_large: The paths of the bundle have more than 1048576 bytes in all.
                long header: invalid: A header in the archive is far too large.
                long GNU name: invalid: A header in the archive is far too large.
                many headers of one file: invalid: A header in the archive is far too large.
                global headers that add up: invalid: A header in the archive is far too large.
                sparse headers that add up: bad_path: “f0” is stored as a sparse file; make the archive without --sp\
                arse.
                links to long names: too_large: The paths of the bundle have more than 1048576 bytes in all.
                link without end: bad_path: “l” is a link of more than 4096 characters.
                chain of links: bad_path: “l0” is a link that goes in a circle, or through more than 32 other links.
                zeros: too_large: The archive inflates to more than 200 times its size.
                gzip comment without end: invalid: The archive has 262144 bytes in a row that inflate to nothing.
                empty gzip members: invalid: The archive has 262144 bytes in a row that inflate to nothing.
                the largest tar.gz: taken, 10000 files
                directory without end: too_large: The zip's directory is larger than 4888576 bytes.
                comments and extra fields: too_large: The zip's directory is larger than 4888576 bytes.
                comment at the end: taken, 1 files
                huge zip64: invalid: The zip is damaged: its directory has an impossible size.
                zip of folders: too_large: The bundle has more than 30000 files, folders and links.
                names of 64 KiB: bad_path: “nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn\
                nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn\
                nnnnnnnnnnnnnnnnnnnnnnnnnnnn…” cannot be in a bundle (the path "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn\
                nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn…" is longer than 1024 bytes).
                folder with content: too_large: The archive inflates to more than 200 times its size.
                the largest zip: taken, 10000 files
                parts without end: invalid: The field “name” comes twice.
                more files than allowed: too_large: The bundle has more than 10000 files.
                deep file: bad_path: “d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/\
                d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/\
                d/d/d/d/d/d/d/d/d/d/d/…” is below more than 64 folders.
                head without end: invalid: The head of a part is larger than 8192 bytes.
                head of many lines: invalid: The head of a part is larger than 8192 bytes.
                preamble without end: upload_incomplete: The upload ended before its first part.
                field without end: invalid: The field “version” is longer than 1024 bytes.
                """);
    }

    private String run(Class<?> program) throws IOException, InterruptedException {
        Path said = folder.resolve("said");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx24m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        program.getName(),
                        Files.createDirectory(folder.resolve("data")).toString())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(said);
    }
}
