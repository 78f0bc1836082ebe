package parley.bench.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A WAR of the plain endpoints, made of the classes of this benchmark; the product's WAR knows nothing of it. */
final class PlainWar {

    /** By name: what they are made of is in Payara, and not here. */
    private static final List<String> CLASSES = List.of("PlainEcho", "PlainBulk", "PlainDownload");

    private PlainWar() {}

    static void write(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            String folder = PlainWar.class.getPackageName().replace('.', '/');
            for (String each : CLASSES) {
                String name = folder + "/" + each + ".class";
                try (InputStream in = PlainWar.class.getClassLoader().getResourceAsStream(name)) {
                    if (in == null) {
                        throw new IOException("the class " + name + " is missing");
                    }
                    zip.putNextEntry(new ZipEntry("WEB-INF/classes/" + name));
                    in.transferTo(zip);
                    zip.closeEntry();
                }
            }
        }
    }
}
