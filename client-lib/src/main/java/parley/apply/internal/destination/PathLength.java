package parley.apply.internal.destination;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import parley.apply.internal.disk.ApplyFailure;

/** How long a whole path may be, in bytes; no program could open a file with a longer one. */
public final class PathLength {
    private static final int LINUX = 4_095;
    private static final int MAC = 1_023;

    private PathLength() {}

    /** @throws ApplyFailure PATH_REFUSED if the file's whole path is too long for this system */
    public static void check(Path destination, String path) throws ApplyFailure {
        int most = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? MAC : LINUX;
        int bytes = (destination + "/" + path).getBytes(StandardCharsets.UTF_8).length;
        if (bytes > most) {
            throw ApplyFailure.inTheWay(
                    path,
                    "its whole path would have " + bytes + " bytes, and the system takes at most " + most
                            + "; choose a folder with a shorter path");
        }
    }
}
