package parley.client.internal.store;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The machine that this process runs on.
 *
 * @param id its machine-id, if it has one; never shown
 */
public record MachineIdentity(Optional<String> id, String host) {

    private static final List<Path> IDS = List.of(Path.of("/etc/machine-id"), Path.of("/var/lib/dbus/machine-id"));
    private static final int LONGEST_NAME = 63;
    private static final Path HOST = Path.of("/proc/sys/kernel/hostname");

    public static MachineIdentity here() {
        return new MachineIdentity(
                IDS.stream()
                        .map(MachineIdentity::line)
                        .flatMap(Optional::stream)
                        .filter(id -> id.matches("[0-9a-f]{32}")) // not "uninitialized"
                        .findFirst(),
                line(HOST).orElseGet(MachineIdentity::fromNetwork));
    }

    /** A client name made from the host name. */
    public String clientName() {
        String name = host.replaceAll("[^A-Za-z0-9._-]", "-");
        return name.isEmpty() ? "client" : name.substring(0, Math.min(LONGEST_NAME, name.length()));
    }

    private static Optional<String> line(Path file) {
        try {
            return Files.isReadable(file)
                    ? Optional.of(Files.readString(file).strip()).filter(text -> !text.isEmpty())
                    : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    private static String fromNetwork() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException unnamed) {
            return "";
        }
    }
}
