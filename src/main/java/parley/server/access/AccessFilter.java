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
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import parley.server.problems.Problem;
import parley.server.problems.ProblemMapper;

/**
 * Finds out who calls and whether their role is enough, before any resource runs: {@link Needs} names the least
 * role on the method or its class, {@link Open} opens a method to everybody, and neither means admins only.
 */
@Provider
@Priority(Priorities.AUTHENTICATION)
@ApplicationScoped
public class AccessFilter implements ContainerRequestFilter {
    static final String COOKIE = "parley_session";
    static final String CSRF_HEADER = "Parley-CSRF";

    private static final String BEARER = "Bearer ";
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    @Context
    ResourceInfo resource;

    @Context
    HttpServletRequest servletRequest;

    @Inject
    ApiKeys keys;

    @Inject
    SignIns signIns;

    @Inject
    Attempts attempts;

    @Inject
    Peers peers;

    @Inject
    Caller caller;

    @Override
    public void filter(ContainerRequestContext request) {
        if (resource.getResourceMethod().isAnnotationPresent(Open.class)) {
            return;
        }
        try {
            identify(request);
            checkRole();
        } catch (Problem refused) {
            request.abortWith(ProblemMapper.response(refused)
                    .header(HttpHeaders.WWW_AUTHENTICATE, refused.status() == 401 ? "Bearer realm=\"parley\"" : null)
                    .build());
        }
    }

    private void identify(ContainerRequestContext request) {
        String authorization = request.getHeaderString(HttpHeaders.AUTHORIZATION);
        Cookie cookie = request.getCookies().get(COOKIE);
        if (authorization != null) {
            caller.is(bearer(authorization));
        } else if (cookie != null) {
            SignIns.SignedIn signedIn = signIns.find(cookie.getValue()).orElseThrow(AccessFilter::signedOut);
            if (!READING.contains(request.getMethod())) {
                checkCsrf(signedIn, request.getHeaderString(CSRF_HEADER));
            }
            caller.is(signedIn);
        } else {
            throw new Problem(
                    401,
                    "no_key",
                    "An API key is needed",
                    "The request carries neither an API key nor the cookie of a signed-in browser.",
                    "Send the header Authorization: Bearer pak_…; an admin makes a key with: parley key create NAME");
        }
    }

    private ApiKey bearer(String authorization) {
        String address = peers.addressOf(servletRequest);
        String text = authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? authorization.substring(BEARER.length()).trim()
                : "";
        Optional<ApiKey> key = keys.find(text);
        if (key.isEmpty()) {
            refuse(attempts, address);
        }
        return key.get();
    }

    /** Counts a failure of this address, and refuses in the words that fit. */
    static void refuse(Attempts attempts, String address) {
        checkNotLocked(attempts, address);
        attempts.failed(address);
        throw new Problem(
                401,
                "wrong_key",
                "The credential is not accepted",
                "It is mistyped, revoked, expired, already used, or of another server.",
                "Check it, or ask an admin for a new key: parley key create NAME");
    }

    /** @throws Problem when this address has failed too often of late */
    static void checkNotLocked(Attempts attempts, String address) {
        Duration locked = attempts.lockedFor(address);
        if (!locked.isZero()) {
            throw new Problem(
                    429,
                    "too_many_requests",
                    "Too many wrong credentials",
                    "Your address has failed too often.",
                    "Try again in " + (locked.toSeconds() + 1) + " seconds.");
        }
    }

    private static Problem signedOut() {
        return new Problem(
                401,
                "no_key",
                "You are not signed in",
                "The sign-in has run out or was ended.",
                "Sign in again with an API key.");
    }

    private static void checkCsrf(SignIns.SignedIn signedIn, String header) {
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
        Needs needs = method.isAnnotationPresent(Needs.class)
                ? method.getAnnotation(Needs.class)
                : resource.getResourceClass().getAnnotation(Needs.class);
        return needs == null ? Role.ADMIN : needs.value();
    }
}
