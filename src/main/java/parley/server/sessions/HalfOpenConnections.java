package parley.server.sessions;

import java.util.HashMap;
import java.util.Map;

/** Counts running handshakes, by address and in all, and refuses more than the limits. Thread-safe. */
final class HalfOpenConnections {

    private final int perAddress;
    private final int inAll;
    private final Map<String, Integer> byAddress = new HashMap<>();
    private int all;

    HalfOpenConnections(int perAddress, int inAll) {
        this.perAddress = perAddress;
        this.inAll = inAll;
    }

    /** Whether one more handshake may begin; then it must {@link #leave} once. */
    synchronized boolean enter(String address) {
        int here = byAddress.getOrDefault(address, 0);
        if (all >= inAll || here >= perAddress) {
            return false;
        }
        byAddress.put(address, here + 1);
        all++;
        return true;
    }

    synchronized void leave(String address) {
        byAddress.computeIfPresent(address, (a, n) -> n == 1 ? null : n - 1);
        all--;
    }

    synchronized int count() {
        return all;
    }
}
