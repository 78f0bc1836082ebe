package parley.server.access;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import parley.server.problems.Problem;
import parley.server.problems.ProblemMapper;

/**
 * Authenticates the caller and checks the role, before any resource runs: {@link RequiresRole} on the method or its
 * class names the least role, {@link NoCredentialNeeded} opens a method to everybody, and without both only admins may
 * call it.
 */
@Provider
@Priority(Priorities.AUTHENTICATION)
@ApplicationScoped
public class AccessFilter implements ContainerRequestFilter {
    public static final String COOKIE = "parley_session";
    static final String CSRF_HEADER = "Parley-CSRF";

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    @Context
    ResourceInfo resource;

    @Context
    HttpServletRequest servletRequest;

    @Inject
    Authentication gate;

    @Inject
    RemoteAddresses peers;

    @Inject
    Caller caller;

    @Override
    public void filter(ContainerRequestContext request) {
        if (resource.getResourceMethod().isAnnotationPresent(NoCredentialNeeded.class)) {
            return;
        }
        try {
            identify(request);
            checkRole();
        } catch (Problem refused) {
            request.abortWith(ProblemMapper.response(refused)
                    .header(HttpHeaders.WWW_AUTHENTICATE, refused.status() == 401 ? Authentication.CHALLENGE : null)
                    .build());
        }
    }

    private void identify(ContainerRequestContext request) {
        @Nullable String authorization = request.getHeaderString(HttpHeaders.AUTHORIZATION);
        @Nullable Cookie cookie = request.getCookies().get(COOKIE);
        if (authorization != null || cookie == null) {
            caller.is(gate.keyOf(authorization, peers.addressOf(servletRequest)));
            return;
        }
        SignIns.SignedIn signedIn = gate.signedIn(cookie.getValue());
        if (!READING.contains(request.getMethod())) {
            checkCsrf(signedIn, request.getHeaderString(CSRF_HEADER));
        }
        caller.is(signedIn);
    }

    private static void checkCsrf(SignIns.SignedIn signedIn, @Nullable String header) {
        if (header == null
                || !MessageDigest.isEqual(
                        signedIn.csrf().getBytes(StandardCharsets.US_ASCII),
                        header.getBytes(StandardCharsets.US_ASCII))) {
            throw new Problem(
                    403,
                    "wrong_csrf",
                    "The request may come from another site",
                    "A change made with a browser's cookie needs the header " + CSRF_HEADER + ".",
                    "GET /api/v1/whoami gives its value as csrf.");
        }
    }

    private void checkRole() {
        Role needed = needed();
        if (!caller.role().includes(needed)) {
            throw new Problem(
                    403,
                    "wrong_role",
                    "Your role does not allow this",
                    "This needs the role " + needed.word() + "; the key “" + caller.name() + "” has the role "
                            + caller.role().word() + ".",
                    "Use a key with that role; an admin makes one with: parley key create NAME --role "
                            + needed.word());
        }
    }

    private Role needed() {
        Method method = resource.getResourceMethod();
        @Nullable
        RequiresRole needs = method.isAnnotationPresent(RequiresRole.class)
                ? method.getAnnotation(RequiresRole.class)
                : resource.getResourceClass().getAnnotation(RequiresRole.class);
        return needs == null ? Role.ADMIN : needs.value();
    }
}
