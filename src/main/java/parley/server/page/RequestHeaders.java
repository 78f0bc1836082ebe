package parley.server.page;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a browser says about the form of a file that it takes and the one that it has (RFC 9110). */
final class RequestHeaders {

    /** A weight of nothing: 0, 0.0, 0.00 or 0.000. */
    private static final Pattern REFUSED = Pattern.compile(";\\s*q\\s*=\\s*0(\\.0{0,3})?\\s*(;|$)");

    private RequestHeaders() {}

    /** Whether gzip may be sent; section 12.5.3. */
    static boolean takesGzip(@Nullable String acceptEncoding) {
        String[] parts =
                parts(acceptEncoding).map(part -> part.toLowerCase(Locale.ROOT)).toArray(String[]::new);
        Predicate<String> offered = part -> !REFUSED.matcher(part).find();
        return names(parts, "gzip") ? any(parts, "gzip", offered) : any(parts, "*", offered);
    }

    /** Whether the browser has this already; compared weakly, section 13.1.2. */
    static boolean has(@Nullable String ifNoneMatch, String weakEtag) {
        String opaque = weakEtag.substring("W/".length());
        return parts(ifNoneMatch).anyMatch(part -> part.equals("*") || part.equals(weakEtag) || part.equals(opaque));
    }

    private static Stream<String> parts(@Nullable String header) {
        return header == null
                ? Stream.empty()
                : Arrays.stream(header.split(",", -1)).map(String::strip);
    }

    private static boolean names(String[] parts, String coding) {
        return any(parts, coding, part -> true);
    }

    private static boolean any(String[] parts, String coding, Predicate<String> also) {
        return Arrays.stream(parts)
                .filter(part -> part.split(";", 2)[0].strip().equals(coding))
                .anyMatch(also);
    }
}
