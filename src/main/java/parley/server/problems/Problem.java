package parley.server.problems;

import jakarta.ejb.ApplicationException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Map;
import java.util.TreeMap;
import parley.server.storage.JsonValues;

/**
 * An error that the caller can understand and usually correct. Its texts are for people and leave the server
 * unchanged: never put a secret or another exception's message into them.
 *
 * <p>If it leaves a transaction, the transaction rolls back.
 */
@ApplicationException(rollback = true)
public class Problem extends RuntimeException {
    public static final String MEDIA_TYPE = "application/problem+json";

    private final int status;
    private final String code;
    private final String title;
    private final String detail;
    private final String hint;
    private final Map<String, Integer> counts = new TreeMap<>();

    /**
     * @param status the HTTP status
     * @param code lower_snake, stable, for programs
     * @param title what happened, the same for every case of this code
     * @param detail why, in this case
     * @param hint what to do next; may be empty
     */
    public Problem(int status, String code, String title, String detail, String hint) {
        super(detail);
        this.status = status;
        this.code = code;
        this.title = title;
        this.detail = detail;
        this.hint = hint;
    }

    /** For a value of the request that can never be right. */
    public static Problem invalid(String detail, String hint) {
        return new Problem(400, "invalid", "The request is not valid", detail, hint);
    }

    /** For a request that does not fit the present state. */
    public static Problem wrongState(String detail, String hint) {
        return new Problem(409, "wrong_state", "This cannot be done now", detail, hint);
    }

    /** Adds a number for programs. */
    public Problem with(String member, int number) {
        counts.put(member, number);
        return this;
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    public String title() {
        return title;
    }

    public String detail() {
        return detail;
    }

    public String hint() {
        return hint;
    }

    public JsonObject json() {
        JsonObjectBuilder json = JsonValues.object()
                .add("type", "urn:parley:problem:" + code)
                .add("title", title)
                .add("status", status)
                .add("detail", detail());
        if (!hint.isEmpty()) {
            json.add("hint", hint);
        }
        counts.forEach(json::add);
        return json.add("code", code).build();
    }
}
