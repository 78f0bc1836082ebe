package parley.server.access;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Finds the origin of requests, with the trusted proxies of this server ({@code parley.proxy.addresses}). */
@ApplicationScoped
public class RemoteAddresses {
    @Inject
    @ConfigProperty(name = "parley.proxy.addresses")
    Optional<String> trustedProxies;

    private Set<String> addresses;

    @PostConstruct
    void read() {
        addresses = trustedProxies.map(RemoteAddresses::addresses).orElse(Set.of());
    }

    public RemoteAddress of(HttpServletRequest request) {
        return RemoteAddress.of(request, addresses);
    }

    /** The addresses of a list in their canonical form. */
    static Set<String> addresses(String list) {
        return Stream.of(list.trim().split("\\s*,\\s*"))
                .map(RemoteAddress::literal)
                .collect(Collectors.toSet());
    }

    /** The client's address, also behind trusted proxies, for limits per address. */
    public String addressOf(HttpServletRequest request) {
        return of(request).address();
    }

    /** Whether the client's connection is https, here or at a trusted proxy. */
    public boolean isSecure(HttpServletRequest request) {
        return of(request).secure();
    }
}
