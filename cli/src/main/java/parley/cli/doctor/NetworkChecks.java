package parley.cli.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import parley.cli.terminal.HumanFormat;

/** Checks of the way to a server. */
final class NetworkChecks {

    private static final int CONNECT_MILLIS = 5_000;
    private static final Duration ANSWER = Duration.ofSeconds(8);
    /** A greater difference between two clocks is a warning: windows and expiries are then elsewhere than expected. */
    private static final Duration TOLERATED = Duration.ofMinutes(1);

    private static final List<String> PROXIES =
            List.of("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY");

    private NetworkChecks() {}

    static Finding name(URI address) {
        String host = host(address);
        try {
            String found = Arrays.stream(InetAddress.getAllByName(host))
                    .map(InetAddress::getHostAddress)
                    .distinct()
                    .collect(Collectors.joining(", "));
            return Finding.ok("name " + host, "It leads to " + found + ".");
        } catch (UnknownHostException e) {
            return Finding.wrong(
                    "name " + host,
                    "This machine does not know the name.",
                    "check the name and this machine's name server; other addresses: parley serve --public-url URL");
        }
    }

    static Finding connection(URI address) {
        String check = "connection " + host(address) + ":" + port(address);
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getByName(host(address)), port(address)), CONNECT_MILLIS);
            return Finding.ok(check, "Something listens there.");
        } catch (UnknownHostException e) {
            return Finding.wrong(check, "Its name is not known.", "see the check of the name");
        } catch (IOException e) {
            return Finding.wrong(
                    check,
                    "It cannot be reached: " + e.getMessage() + ".",
                    "start the server, or open this port in the firewalls between here and there");
        }
    }

    /** The time of whatever answers at {@code address}, by its header {@code Date}. */
    static Finding clock(URI address, Instant now) throws InterruptedException {
        String scheme = isTls(address) ? "https" : "http";
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(scheme + "://" + address.getRawAuthority() + "/parley/v1"))
                .timeout(ANSWER)
                .GET()
                .build();
        try {
            HttpResponse<Void> answer = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofMillis(CONNECT_MILLIS))
                    .build()
                    .send(request, BodyHandlers.discarding());
            return answer.headers()
                    .firstValue("Date")
                    .flatMap(NetworkChecks::parsed)
                    .map(there -> clock(there, now))
                    .orElseGet(() -> unknownClock("it does not tell it"));
        } catch (IOException e) {
            // Clients do not check certificates unless they are told to, so that a private one is no fault.
            return unknownClock(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    private static Finding unknownClock(String why) {
        return Finding.warning(
                "clock", "The server's time is unknown: " + why + ".", "compare the clocks by hand: date -u");
    }

    static Finding clock(Instant there, Instant here) {
        Duration ahead = Duration.between(there, here);
        if (ahead.abs().compareTo(TOLERATED) <= 0) {
            return Finding.ok("clock", "It agrees with the server's to a minute.");
        }
        return Finding.warning(
                "clock",
                "This machine is " + HumanFormat.duration(ahead) + (ahead.isNegative() ? " behind" : " ahead of")
                        + " the server.",
                "synchronise both clocks (timedatectl set-ntp true): windows and starts follow them");
    }

    private static Optional<Instant> parsed(String date) {
        try {
            return Optional.of(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    static Finding proxies(Map<String, String> environment) {
        String set = PROXIES.stream()
                .filter(name -> !environment.getOrDefault(name, "").isBlank())
                .collect(Collectors.joining(", "));
        return set.isEmpty()
                ? Finding.ok("proxy", "No variable names one.")
                : Finding.warning(
                        "proxy",
                        "Set: " + set + ". Parley does not use them.",
                        "see that this machine reaches the server without that proxy");
    }

    static Stream<URI> distinct(List<String> addresses) {
        return addresses.stream().map(URI::create).distinct();
    }

    private static String host(URI address) {
        String host = address.getHost() == null ? "" : address.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static boolean isTls(URI address) {
        return address.getScheme().equals("wss") || address.getScheme().equals("https");
    }

    private static int port(URI address) {
        return address.getPort() > 0 ? address.getPort() : isTls(address) ? 443 : 80;
    }
}
