package parley.cli.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;

/**
 * Checks, before a server is started, that its port is free; names the program that has it, if /proc shows it. Another
 * program may still take the port in between.
 */
final class PortCheck {

    private static final String LISTENING = "0A";

    private PortCheck() {}

    /** @throws CliProblem if the address cannot be bound */
    static void free(ListenAddress listen) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(listen.address(), listen.port()));
        } catch (IOException e) {
            boolean privileged = listen.port() < 1024 && !inUse(e);
            throw new CliProblem(
                    ExitCode.FAILED,
                    privileged
                            ? "Port " + listen.port() + " may not be used."
                            : "Port " + listen.port() + " is in use.",
                    privileged
                            ? "Ports below 1024 need a privilege on this system: " + e.getMessage() + "."
                            : holder(listen.port())
                                    .map(holder -> holder + " listens there.")
                                    .orElse("Another program listens there: " + e.getMessage() + "."),
                    "parley serve --port " + other(listen.port()) + ", or stop that program",
                    e);
        }
    }

    private static boolean inUse(IOException e) {
        return String.valueOf(e.getMessage()).contains("in use");
    }

    private static int other(int port) {
        return port < 1024 ? 8000 + port : port < 65_535 ? port + 1 : 8080;
    }

    /** A port of loopback that is free now. */
    @SuppressWarnings("AddressSelection") // a number, not a name
    static int anyFree() {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress("127.0.0.1", 0));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new CliProblem(
                    ExitCode.FAILED,
                    "No port is free on 127.0.0.1.",
                    String.valueOf(e.getMessage()),
                    "stop some programs, or look at the limits of this system",
                    e);
        }
    }

    /**
     * The program that listens on {@code port}, such as "java (process 4711)"; empty if the system does not show it.
     */
    static Optional<String> holder(int port) {
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            try {
                for (String line : Files.readAllLines(Path.of(table))) {
                    Optional<String> holder = inode(line, port).flatMap(PortCheck::processWithSocket);
                    if (holder.isPresent()) {
                        return holder;
                    }
                }
            } catch (IOException e) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** The inode of the socket in a line of /proc/net/tcp (proc(5)) if it listens on {@code port}. */
    static Optional<String> inode(String line, int port) {
        String[] fields = line.strip().split("\\s+");
        boolean listens = fields.length > 9
                && fields[3].equals(LISTENING)
                && fields[1].endsWith(":" + String.format("%04X", port));
        return listens ? Optional.of(fields[9]) : Optional.empty();
    }

    private static Optional<String> processWithSocket(String inode) {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                if (holds(process, "socket:[" + inode + "]")) {
                    String name = Files.readString(process.resolve("comm")).strip();
                    return Optional.of(name + " (process " + process.getFileName() + ")");
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean holds(Path process, String socket) {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                if (Files.readSymbolicLink(descriptor).toString().equals(socket)) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            // Another user's process, or one that has just ended.
            return false;
        }
    }
}
