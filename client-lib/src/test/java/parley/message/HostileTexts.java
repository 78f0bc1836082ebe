package parley.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import parley.protocol.Wire;

/** The greatest JSON texts that a peer may send, each made to cost memory, and how the session has to end. */
final class HostileTexts {

    /** For a text that is a message. */
    static final int TAKEN = 0;

    /** A longer string is refused before anything is read. */
    private static final int LONGEST = 1024 * 1024;

    private static final String PING = "{\"type\":\"ping\",\"x\":";
    private static final String DIGEST = "sha256:" + "0".repeat(64);

    /** A text, and the code of the close that it gets. */
    record Hostile(byte[] utf8, int code) {}

    private HostileTexts() {}

    private static final Map<String, Supplier<Hostile>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("objects 28 deep", () -> refused(PING + array(nested("{\"\":", 28, "{}", "}")), 23));
        ALL.put("arrays 28 deep", () -> refused(PING + array(nested("[", 28, "", "]")), 23));
        ALL.put("empty objects", () -> refused(PING + array("{}"), 23));
        ALL.put("empty arrays", () -> refused(PING + array("[]"), 23));
        ALL.put("numbers", () -> refused(PING + array("1"), 23));
        ALL.put("empty strings", () -> refused(PING + array("\"\""), 23));
        ALL.put("brackets that open", () -> refused(PING + filled("["), 20));
        ALL.put("one string", () -> taken(PING + "\"" + fit("x", 1) + "\"}"));
        ALL.put("one string beyond Latin-1", () -> taken(PING + "\"" + fit("€", 3) + "\"}"));
        ALL.put("one string of escapes", () -> taken(PING + "\"" + fit("\\u0007", 6) + "\"}"));
        ALL.put("one number", () -> refused(PING + fit("9", 1) + "}", 20));
        ALL.put("one name", () -> taken("{\"type\":\"ping\",\"" + fit("n", 1) + "\":1}"));
        ALL.put("names", () -> refused("{\"type\":\"ping\"" + names(",\"%d\":1") + "}", 23));
        ALL.put("names in objects that stay open", () -> refused("{\"type\":\"ping\"" + openNames(), 23));
        ALL.put(
                "names with members of a known kind",
                () -> refused("{\"type\":\"inventory\",\"files\":{\"a\":{}" + names(",\"%d\":{}"), 23));
        ALL.put("paths", () -> refused("{\"type\":\"inventory\",\"modified\":" + array("\"a\""), 23));
        ALL.put(
                "policy",
                () -> refused("{\"type\":\"inventory\",\"policy\":{\"a\":\"\"" + names(",\"%d\":\"\"") + "}}", 23));
        ALL.put(
                "changes",
                () -> refused(
                        "{\"type\":\"agreed\",\"offer\":\"o\",\"bytes\":0,\"changes\":"
                                + array("{\"path\":\"a\",\"action\":\"remove\"}"),
                        23));
        ALL.put(
                "objects where a string belongs",
                () -> refused("{\"type\":\"proceed\",\"offer\":" + array("{\"\":1}"), 23));
        ALL.put("the type last", () -> refused("{\"x\":\"" + fit("x", 1) + "\",\"type\":\"teapot\"}", 21));
        ALL.put("a type without end", () -> refused("{\"type\":\"" + fit("t", 1) + "\"}", 21));
        ALL.put(
                "a detail without end",
                () -> taken("{\"type\":\"fetch_failed\",\"fetch\":1,\"reason\":\"" + fit("r", 1) + "\"}"));
        ALL.put(
                "the greatest inventory",
                () -> taken("{\"type\":\"inventory\",\"modified\":[],\"policy\":{},\"files\":{\"a\":" + entry()
                        + names(",\"%d\":" + entry()) + "}}"));
    }

    static Set<String> names() {
        return ALL.keySet();
    }

    /** Made anew: together they are many megabytes. */
    static Hostile of(String name) {
        return ALL.get(name).get();
    }

    private static String entry() {
        return "{\"sha256\":\"" + DIGEST + "\",\"size\":1,\"mode\":\"0644\"}";
    }

    private static Hostile taken(String json) {
        return refused(json, TAKEN);
    }

    private static Hostile refused(String json, int code) {
        return new Hostile(json.getBytes(UTF_8), code);
    }

    private static String array(String element) {
        return "[" + element + filled("," + element).substring((element.length() + 1) * 20) + "]}";
    }

    private static String nested(String open, int levels, String inmost, String close) {
        return open.repeat(levels) + inmost + close.repeat(levels);
    }

    private static String names(String member) {
        StringBuilder names = new StringBuilder();
        for (int i = 0; names.length() < Wire.MAX_JSON - 300; i++) {
            names.append(String.format(member, i));
        }
        return names.toString();
    }

    private static String openNames() {
        StringBuilder names = new StringBuilder();
        for (int i = 0; names.length() < Wire.MAX_JSON - 300; i++) {
            names.append(i % 5_000 == 4_999 ? ",\"" + i + "\":{\"a\":1" : ",\"" + i + "\":1");
        }
        return names.toString();
    }

    private static String fit(String element, int bytes) {
        return element.repeat((LONGEST - 60) / bytes);
    }

    private static String filled(String element) {
        return element.repeat((Wire.MAX_JSON - 60) / element.length());
    }
}
