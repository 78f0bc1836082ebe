package parley.server.sessions;

import jakarta.enterprise.inject.spi.CDI;
import jakarta.websocket.Extension;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;

/** Configures the upgrade of connections: without extensions, and with endpoints made by CDI. */
public class Upgrade extends ServerEndpointConfig.Configurator {

    @Override
    public List<Extension> getNegotiatedExtensions(List<Extension> installed, List<Extension> requested) {
        return List.of();
    }

    @Override
    public boolean checkOrigin(String origin) {
        return origin == null || origin.isEmpty();
    }

    @Override
    public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
        List<String> peer = request.getHeaders().getOrDefault(UpgradeGuard.REMOTE_ADDRESS, List.of());
        config.getUserProperties().put(UpgradeGuard.REMOTE_ADDRESS, peer.isEmpty() ? "" : peer.get(0));
    }

    @Override
    public <T> T getEndpointInstance(Class<T> type) {
        return CDI.current().select(type).get();
    }
}
