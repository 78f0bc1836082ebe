package parley.cli.server;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;
import parley.protocol.JoinToken;
import parley.protocol.JoinTokenException;

/**
 * The addresses that go into join tokens: those at which clients on the network can probably reach this machine, best
 * first, one to four (docs/protocol.md §2). A machine behind NAT cannot know its own; there the operator names it.
 */
final class ReachableUrls {

    private static final int MOST = 4;

    /** Bridges between the containers or virtual machines of one host: other machines cannot reach them. */
    private static final String HOST_ONLY = "(docker|br-|veth|virbr|vboxnet|vmnet|cni|flannel|lxc).*";

    /** One network interface that is up. */
    record Interface(String name, List<InetAddress> addresses) {}

    private ReachableUrls() {}

    /** The URLs of the operator, checked. */
    static List<String> named(List<String> urls) {
        if (urls.size() > MOST) {
            throw new CliProblem(
                    ExitCode.USAGE,
                    "Too many public URLs.",
                    "A token has room for " + MOST + ", and there are " + urls.size() + ".",
                    "give the " + MOST + " that most clients reach");
        }
        for (String url : urls) {
            try {
                JoinToken.checkUrl(url);
            } catch (JoinTokenException e) {
                throw new CliProblem(
                        ExitCode.USAGE,
                        "\"" + url + "\" cannot be a public URL.",
                        e.getMessage(),
                        "for example --public-url wss://parley.example.org",
                        e);
            }
        }
        return List.copyOf(urls);
    }

    /** Those of a server that listens on {@code listen}, on a machine with these interfaces. */
    static List<String> of(ListenAddress listen, List<Interface> interfaces) {
        if (!listen.all()) {
            return List.of(url(listen.address(), listen.port()));
        }
        List<String> urls = interfaces.stream()
                .sorted(Comparator.comparing(each -> each.name().matches(HOST_ONLY)))
                .flatMap(each -> each.addresses().stream())
                .filter(ReachableUrls::reachable)
                .sorted(Comparator.comparing(address -> !(address instanceof Inet4Address)))
                .map(address -> url(address, listen.port()))
                .distinct()
                .limit(MOST)
                .toList();
        return urls.isEmpty() ? List.of("ws://127.0.0.1:" + listen.port()) : urls;
    }

    private static boolean reachable(InetAddress address) {
        return !address.isLoopbackAddress()
                && !address.isLinkLocalAddress()
                && !address.isMulticastAddress()
                && !address.isAnyLocalAddress();
    }

    private static String url(InetAddress address, int port) {
        return "ws://" + ListenAddress.authority(address) + ":" + port;
    }

    /** The interfaces of this machine that are up. */
    static List<Interface> interfacesUp() {
        List<Interface> found = new ArrayList<>();
        try (Stream<NetworkInterface> all = NetworkInterface.networkInterfaces()) {
            for (NetworkInterface each : all.toList()) {
                if (each.isUp() && !each.isLoopback()) {
                    found.add(new Interface(each.getName(), each.inetAddresses().toList()));
                }
            }
            return found;
        } catch (SocketException e) {
            throw new CliProblem(
                    ExitCode.FAILED,
                    "The addresses of this machine cannot be listed.",
                    String.valueOf(e.getMessage()),
                    "name them: parley serve --public-url ws://HOST:PORT",
                    e);
        }
    }
}
