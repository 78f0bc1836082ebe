package parley.server.webhooks;

import java.net.UnknownHostException;

/** A host name has an address that no webhook may reach. */
final class ForbiddenAddressException extends UnknownHostException {

    private static final long serialVersionUID = 1L;

    ForbiddenAddressException(String host) {
        super(host);
    }
}
