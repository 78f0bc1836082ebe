package parley.server.tokens;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import parley.server.access.RemoteAddresses;

/** Where clients reach this server: {@code parley.public.urls}, or else the address under which it was just called. */
@ApplicationScoped
public class PublicUrls {
    @Inject
    @ConfigProperty(name = "parley.public.urls")
    Optional<String> configured;

    @Inject
    HttpServletRequest request;

    @Inject
    RemoteAddresses peers;

    /** At least one URL, {@code ws://…} or {@code wss://…}, without the endpoint's path. Call within a request. */
    public List<String> all() {
        return configured
                .map(list -> Arrays.stream(list.split(","))
                        .map(String::strip)
                        .filter(url -> !url.isEmpty())
                        .toList())
                .filter(urls -> !urls.isEmpty())
                .orElseGet(() -> List.of((peers.isSecure(request) ? "wss://" : "ws://")
                        + request.getHeader("Host")
                        + request.getContextPath()));
    }
}
