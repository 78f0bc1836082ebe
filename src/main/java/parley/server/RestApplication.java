package parley.server;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** REST under {@code /api/v1}. Resources and providers are found by scanning. */
@ApplicationPath("/api/v1")
public class RestApplication extends Application {}
