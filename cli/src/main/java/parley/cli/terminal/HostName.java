package parley.cli.terminal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this machine calls itself. */
public final class HostName {

    private HostName() {}

    /** The kernel's word where there is one: a look-up by name can take seconds where DNS is broken. Never empty. */
    public static String ofThisMachine() {
        try {
            String name = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
            if (!name.isEmpty()) {
                return name;
            }
        } catch (IOException e) {
            return fromNetwork();
        }
        return fromNetwork();
    }

    private static String fromNetwork() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "client";
        }
    }
}
