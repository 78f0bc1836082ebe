package parley.cli.rest;

import java.util.Optional;

/**
 * A server that this user has signed in to.
 *
 * @param name what the user calls it
 * @param key the API key
 * @param certificate the only certificate that is trusted, see {@link PinnedCertificate}; empty: every one that this
 *     machine trusts
 */
public record Profile(String name, ServerAddress server, String key, Optional<PinnedCertificate> certificate) {

    /** Without the key. */
    @Override
    public String toString() {
        return name + " (" + server + ")";
    }
}
