package parley.server;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;

/** REST under {@code /api/v1}. Resources and providers are found by scanning. */
@ApplicationPath("/api/v1")
public class RestApplication extends Application {
    @Override
    public Map<String, Object> getProperties() {
        return Map.of(
                "jersey.config.server.wadl.disableWadl", true,
                "jersey.config.server.response.setStatusOverSendError", true);
    }
}
