package parley.server.bundles.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import parley.server.bundles.store.BundleLimits;
import parley.server.bundles.store.Staging;
import parley.server.bundles.store.UploadRefused;

/**
 * A program that reads hostile uploads with the limits that the server has by default, and prints the result of each.
 * It is run in a JVM of its own, with a small heap.
 */
final class HostileUploads {

    /** What the server has where nobody says otherwise. */
    private static final BundleLimits DEFAULT = new BundleLimits(10_000, 4L << 30, 8L << 30, 1 << 20, 200);

    private interface Body {
        void write(OutputStream out) throws IOException;
    }

    private final Path file;
    private final Uploads uploads;
    private final PrintStream out = new PrintStream(System.out, true, UTF_8);

    private HostileUploads(Path data) throws IOException {
        this.file = data.resolve("body");
        this.uploads = new Uploads(data);
    }

    public static void main(String[] arguments) throws IOException {
        HostileUploads all = new HostileUploads(Path.of(arguments[0]));
        all.tars();
        all.zips();
        all.parts();
    }

    private void tars() throws IOException {
        archive("deep folders", HostileTars::deepFolders);
        archive("folders without end", HostileTars::foldersWithoutEnd);
        archive("one folder without end", HostileTars::oneFolderWithoutEnd);
        archive("long paths", HostileTars::longPaths);
        archive("long header", HostileTars::longHeader);
        archive("long GNU name", HostileTars::longGnuName);
        archive("many headers of one file", HostileTars::manyHeadersOfOneFile);
        archive("global headers that add up", HostileTars::globalHeadersThatAddUp);
        archive("sparse headers that add up", HostileTars::sparseHeadersThatAddUp);
        archive("links to long names", HostileTars::linksToLongNames);
        archive("link without end", HostileTars::linkWithoutEnd);
        archive("chain of links", HostileTars::chainOfLinks);
        archive("zeros", HostileTars::zeros);
        archive("gzip comment without end", HostileTars::gzipCommentWithoutEnd);
        archive("empty gzip members", HostileTars::emptyGzipMembers);
        archive("the largest tar.gz", HostileTars::theLargestBundle);
    }

    private void zips() throws IOException {
        archive("directory without end", HostileZips::directoryWithoutEnd);
        archive("comments and extra fields", HostileZips::directoryOfCommentsAndExtraFields);
        archive("comment at the end", HostileZips::commentAtTheEnd);
        archive("huge zip64", HostileZips::hugeZip64);
        archive("zip of folders", HostileZips::foldersWithoutEnd);
        archive("names of 64 KiB", HostileZips::namesOf64Kibibytes);
        archive("folder with content", HostileZips::folderWithContent);
        archive("the largest zip", HostileZips::theLargestBundle);
    }

    private void parts() throws IOException {
        body("parts without end", out -> repeat(out, 50_000, part("name=\"name\"", "n")));
        body("more files than allowed", out -> {
            for (int i = 0; i <= 10_000; i++) {
                out.write(part("name=\"file\"; filename=\"" + i + "\"", ""));
            }
        });
        body("deep file", out -> out.write(part("name=\"file\"; filename=\"" + "d/".repeat(500) + "f\"", "x")));
        body(
                "head without end",
                out -> repeat(out, 32, part("name=\"file\"; filename=\"" + "n".repeat(1 << 20) + "\"", "")));
        body("head of many lines", out -> {
            out.write(("--" + Uploads.BOUNDARY + "\r\n").getBytes(UTF_8));
            repeat(out, 200_000, "X-Line: x\r\n".getBytes(UTF_8));
        });
        body("preamble without end", out -> repeat(out, 32, "p".repeat(1 << 20).getBytes(UTF_8)));
        body("field without end", out -> out.write(part("name=\"version\"", "v".repeat(4 << 20))));
    }

    private static byte[] part(String disposition, String content) {
        return ("--" + Uploads.BOUNDARY + "\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n" + content
                        + "\r\n")
                .getBytes(UTF_8);
    }

    private static void repeat(OutputStream out, int times, byte[] bytes) throws IOException {
        for (int i = 0; i < times; i++) {
            out.write(bytes);
        }
    }

    private void archive(String what, Body archive) throws IOException {
        write(archive);
        byte[] around = Uploads.archiveBody(new byte[0]);
        int head = new String(around, UTF_8).indexOf("\r\n\r\n") + 4;
        try (InputStream content = new BufferedInputStream(Files.newInputStream(file))) {
            read(
                    what,
                    new SequenceInputStream(Collections.enumeration(List.of(
                            new ByteArrayInputStream(around, 0, head),
                            content,
                            new ByteArrayInputStream(around, head, around.length - head)))));
        }
    }

    private void body(String what, Body body) throws IOException {
        write(out -> {
            body.write(out);
            out.write(("--" + Uploads.BOUNDARY + "--\r\n").getBytes(UTF_8));
        });
        try (InputStream content = new BufferedInputStream(Files.newInputStream(file))) {
            read(what, content);
        }
    }

    private void write(Body body) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            body.write(out);
        }
    }

    private void read(String what, InputStream body) throws IOException {
        try (Staging staging = uploads.store.stage()) {
            int files = MultipartUpload.read(body, Uploads.BOUNDARY, staging, DEFAULT)
                    .content()
                    .entries()
                    .size();
            out.println(what + ": taken, " + files + " files");
        } catch (UploadRefused refused) {
            out.println(what + ": " + refused.why().code() + ": " + refused.getMessage());
        }
    }
}
