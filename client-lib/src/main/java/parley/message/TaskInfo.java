package parley.message;

import java.time.Instant;
import java.util.Objects;
import parley.message.json.MemberWriter;
import parley.message.json.Members;
import parley.message.json.MessageException;
import parley.message.json.Shape;
import parley.message.json.Text;

/**
 * The task that a client is in, as {@code welcome} tells it; {@code expires} is when it stops admitting new clients.
 */
public record TaskInfo(String id, String name, TaskState state, Instant expires) {

    static final Shape SHAPE = Shape.of("id", "name", "state", "expires");

    /** Cuts the name to 4 KiB. */
    public TaskInfo {
        Objects.requireNonNull(id);
        name = Text.cut(name);
        Objects.requireNonNull(state);
        Objects.requireNonNull(expires);
    }

    static TaskInfo read(Members in) throws MessageException {
        return new TaskInfo(in.text("id"), in.text("name"), in.word("state", TaskState.class), in.instant("expires"));
    }

    void write(MemberWriter out) {
        out.text("id", id).text("name", name).word("state", state).instant("expires", expires);
    }
}
