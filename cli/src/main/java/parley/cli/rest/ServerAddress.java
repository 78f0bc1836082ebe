package parley.cli.rest;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;

/**
 * The base URL of a server, checked: http or https, a host, no user info, query or fragment. Plain http is accepted
 * for this machine's loopback only, because every request contains the API key.
 */
public record ServerAddress(URI base) {

    /** Parses a typed address; {@code where} names its source, for the error. */
    public static ServerAddress parse(String text, String where) {
        URI uri;
        try {
            uri = new URI(text.strip());
        } catch (URISyntaxException e) {
            throw bad(text, where, "it is not a URL: " + e.getReason());
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw bad(text, where, "it does not begin with http:// or https://");
        }
        if (uri.getHost() == null
                || uri.getRawUserInfo() != null
                || uri.getRawQuery() != null
                || uri.getRawFragment() != null) {
            throw bad(text, where, "it must have a host, and no user name, query or fragment");
        }
        if (scheme.equals("http") && !isLoopback(uri.getHost())) {
            throw new CliProblem(
                    ExitCode.USAGE,
                    "The API key is not sent to " + uri.getHost() + " over plain http.",
                    "Others on the network could read it; the server answers REST over plain http on its own "
                            + "machine only.",
                    "use https://" + uri.getRawAuthority() + ", or run this command on the server's machine");
        }
        String path = uri.getRawPath() == null ? "" : uri.getRawPath().replaceAll("/+$", "");
        return new ServerAddress(URI.create(scheme + "://" + uri.getRawAuthority() + path));
    }

    /** Whether the address is this machine's own. */
    public boolean loopback() {
        return isLoopback(base.getHost());
    }

    private static boolean isLoopback(String host) {
        return host.equalsIgnoreCase("localhost") || host.equals("[::1]") || host.matches("127(\\.[0-9]{1,3}){3}");
    }

    private static CliProblem bad(String text, String where, String why) {
        return new CliProblem(
                ExitCode.USAGE,
                "\"" + text + "\" from " + where + " is not the address of a server.",
                "For Parley's REST interface " + why + ".",
                "--server https://parley.example.org");
    }

    @Override
    public String toString() {
        return base.toString();
    }
}
