package parley.cli.server;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;

/**
 * Where a server listens. The same machine always reaches it at {@link #localUrl()}: with an address of the network
 * the server also listens on loopback.
 */
record ListenAddress(InetAddress address, int port) {

    /**
     * @param host a name or an address of this machine, 0.0.0.0 for all
     * @throws CliProblem if this machine has no such address, or the port is invalid
     */
    static ListenAddress of(String host, int port) {
        if (port < 1 || port > 65_535) {
            throw new CliProblem(
                    ExitCode.USAGE, port + " is not a port.", "Ports are 1 to 65535.", "parley serve --port 8080");
        }
        try {
            InetAddress address = InetAddress.getByName(host);
            if (!address.isAnyLocalAddress() && NetworkInterface.getByInetAddress(address) == null) {
                throw notHere(host, "It is " + address.getHostAddress() + ", which no network interface here has.");
            }
            return new ListenAddress(address, port);
        } catch (UnknownHostException | SocketException e) {
            throw notHere(host, "The name is not known.");
        }
    }

    private static CliProblem notHere(String host, String why) {
        return new CliProblem(
                ExitCode.USAGE,
                host + " is not an address of this machine.",
                why,
                "leave --host out to listen on all addresses, or --host 127.0.0.1 for this machine only");
    }

    boolean loopback() {
        return address.isLoopbackAddress();
    }

    boolean all() {
        return address.isAnyLocalAddress();
    }

    /** The address for Payara: without the name by which it was looked up. */
    String text() {
        return address.getHostAddress();
    }

    /** Where programs on this machine reach REST and the page. */
    String localUrl() {
        return "http://" + (loopback() ? authority(address) : "127.0.0.1") + ":" + port;
    }

    /** {@code address} for a URL; without a zone (fe80::1%eth0), which other machines do not know. */
    static String authority(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        String plain = zone < 0 ? text : text.substring(0, zone);
        return address instanceof Inet6Address ? "[" + plain + "]" : plain;
    }
}
