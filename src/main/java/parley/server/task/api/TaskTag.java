package parley.server.task.api;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;

/** Sets the entity tag on every answer that is a task, for {@code If-Match}. */
@Provider
public class TaskTag implements ContainerResponseFilter {

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getEntity() instanceof TaskJson task) {
            response.getHeaders().putSingle(HttpHeaders.ETAG, IfMatch.tagOf(task.version()));
        }
    }
}
