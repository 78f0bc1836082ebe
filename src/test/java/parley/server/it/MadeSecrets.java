package parley.server.it;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import parley.protocol.JoinToken;
import parley.protocol.JoinTokenException;

/** The secrets that servers gave to the tests in their answers, so that their logs can be searched for them. */
final class MadeSecrets {

    private static final Pattern MEMBER = Pattern.compile("\"(token|key|secret|code)\":\"([^\"]{12,})\"");
    private static final Map<Integer, Set<String>> BY_PORT = new ConcurrentHashMap<>();

    private MadeSecrets() {}

    /** Remembers the secrets in this answer. */
    static void note(URI server, String answer) {
        Matcher found = MEMBER.matcher(answer);
        while (found.find()) {
            BY_PORT.computeIfAbsent(server.getPort(), port -> new ConcurrentSkipListSet<>())
                    .add(found.group(2));
        }
    }

    /** Each secret of the server, in each form that it may be written in. */
    static Set<String> of(RunningServer server) throws IOException, JoinTokenException {
        Set<String> all = new TreeSet<>();
        for (String secret : BY_PORT.getOrDefault(server.port(), Set.of())) {
            all.add(secret);
            if (secret.startsWith("whsec_")) {
                addForms(all, Base64.getDecoder().decode(secret.substring("whsec_".length())));
            } else if (secret.startsWith("parley1_")) {
                addForms(all, JoinToken.parse(secret).psk().unsafeBytes());
            }
        }
        for (Path file : List.of(
                server.data().resolve("admin.key"),
                server.data().resolve("master.key"),
                server.data().resolve("sign-in-link"))) {
            String text = Files.readString(file).strip();
            all.add(text);
            if (file.endsWith("master.key")) {
                addForms(all, Base64.getDecoder().decode(text));
            }
        }
        return all;
    }

    private static void addForms(Set<String> all, byte[] secret) {
        all.add(HexFormat.of().formatHex(secret));
        all.add(Base64.getEncoder().withoutPadding().encodeToString(secret));
        all.add(Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    }
}
