package parley.apply;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import parley.message.Reason;

/** Words for what stands in the way of an update on this machine, told apart from what is wrong with its bundle. */
public final class Obstacle {
    private static final String HERE = "on this machine";

    private Obstacle() {}

    /** Whether a detail with the reason {@code path_refused} names something on this machine, and not a fault of the bundle. */
    public static boolean isNamedIn(String detail) {
        return detail.contains(HERE) || detail.contains("symbolic link");
    }

    /** @param what stands there, as in "there is a folder in its place" */
    static ApplyFailure at(String path, String what) {
        return new ApplyFailure(Reason.PATH_REFUSED, "the path \"" + path + "\" is refused: " + HERE + " " + what);
    }

    /** @throws ApplyFailure PATH_REFUSED if no program could open the file by its whole path */
    static void checkLength(Path destination, String path) throws ApplyFailure {
        int most = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? 1_023 : 4_095;
        int bytes = (destination + "/" + path).getBytes(StandardCharsets.UTF_8).length;
        if (bytes > most) {
            throw at(
                    path,
                    "its whole path would have " + bytes + " bytes, and the system takes at most " + most
                            + "; choose a folder with a shorter path");
        }
    }
}
