package parley.server.task.api;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import parley.server.access.Caller;
import parley.server.access.ForScopedKeys;
import parley.server.access.NoCredentialNeeded;
import parley.server.access.WrongScope;
import parley.server.problems.Problem;
import parley.server.problems.ProblemMapper;

/**
 * Lets keys for some tasks reach these tasks only, before any resource runs. A request below {@code tasks/{…}} is about
 * that task, whatever the resource; every other method is closed to such keys unless it is {@link ForScopedKeys}.
 */
@Provider
@Priority(Priorities.AUTHORIZATION)
@ApplicationScoped
public class TaskScopeFilter implements ContainerRequestFilter {

    private static final Pattern OF_A_TASK = Pattern.compile("tasks/\\{([a-z]+)}(/.*)?");

    @Context
    ResourceInfo resource;

    @Inject
    Caller caller;

    @Inject
    TaskScope scope;

    @Override
    public void filter(ContainerRequestContext request) {
        Method method = resource.getResourceMethod();
        if (method.isAnnotationPresent(NoCredentialNeeded.class)
                || caller.tasks().isEmpty()) {
            return;
        }
        try {
            Optional<String> task = taskParameter(resource.getResourceClass(), method);
            if (task.isPresent()) {
                scope.task(request.getUriInfo().getPathParameters().getFirst(task.get()));
            } else if (!method.isAnnotationPresent(ForScopedKeys.class)) {
                throw WrongScope.notForKeysOfSomeTasks(caller.key());
            }
        } catch (Problem refused) {
            request.abortWith(ProblemMapper.response(refused).build());
        }
    }

    /** The name of the path parameter with the id of the task that the method is about; empty: it is about no task. */
    static Optional<String> taskParameter(Class<?> type, Method method) {
        String path = Stream.of(type.getAnnotation(Path.class), method.getAnnotation(Path.class))
                .flatMap(TaskScopeFilter::parts)
                .collect(Collectors.joining("/"));
        return Optional.of(OF_A_TASK.matcher(path)).filter(Matcher::matches).map(found -> found.group(1));
    }

    private static Stream<String> parts(@Nullable Path path) {
        return path == null
                ? Stream.empty()
                : Stream.of(path.value().split("/", -1)).filter(part -> !part.isEmpty());
    }
}
