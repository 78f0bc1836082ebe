package parley.server.problems;

import jakarta.json.JsonObject;
import java.util.List;

/** Refuses members of a request that the server does not know, so that a typing error is not ignored. */
public final class KnownMembers {

    private static final int SHOWN = 64;

    private KnownMembers() {}

    /**
     * @param what the subject of the error, for example "A token"
     * @param done what can be done with the known members, for example "changed"
     * @throws Problem {@code invalid}, with the first unknown member and all known ones
     */
    public static void check(JsonObject json, String what, String done, List<String> known) {
        for (String member : json.keySet()) {
            if (!known.contains(member)) {
                String shown = member.length() > SHOWN ? member.substring(0, SHOWN) + "…" : member;
                throw Problem.invalid(
                        what + " has no member " + shown + " that can be " + done + ".",
                        "There are " + String.join(", ", known) + ".");
            }
        }
    }
}
