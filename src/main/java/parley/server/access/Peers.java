package parley.server.access;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Tells who is at the other end, knowing which proxies this server trusts ({@code parley.proxy.addresses}). */
@ApplicationScoped
public class Peers {
    @Inject
    @ConfigProperty(name = "parley.proxy.addresses")
    Optional<String> trustedProxies;

    Peer of(HttpServletRequest request) {
        return Peer.of(
                request,
                trustedProxies
                        .map(list -> Set.of(list.trim().split("\\s*,\\s*")))
                        .orElse(Set.of()));
    }

    /** The client's address, behind trusted proxies: what limits per address count. */
    public String addressOf(HttpServletRequest request) {
        return of(request).address();
    }

    /** Whether the client's connection is https, if need be at a trusted proxy. */
    public boolean isSecure(HttpServletRequest request) {
        return of(request).secure();
    }
}
