package parley.message;

import java.time.Instant;
import java.util.Objects;
import parley.message.json.MemberWriter;
import parley.message.json.Members;
import parley.message.json.MessageException;
import parley.message.json.Shape;

/**
 * The server admits the client.
 *
 * @param session the session id in hexadecimal, for logs
 * @param clientId the client's id, from its key
 * @param serverTime the server's clock
 * @param resume the last report that the server has; 0, 0 at first
 */
public record Welcome(
        String session, String clientId, TaskInfo task, Instant serverTime, Position resume, Limits limits)
        implements Message {

    static final Shape SHAPE = Shape.of("session", "clientId", "serverTime")
            .object("task", TaskInfo.SHAPE)
            .object("resume", Position.SHAPE)
            .object("limits", Limits.SHAPE);

    public Welcome {
        Objects.requireNonNull(session);
        Objects.requireNonNull(clientId);
        Objects.requireNonNull(task);
        Objects.requireNonNull(serverTime);
        Objects.requireNonNull(resume);
        Objects.requireNonNull(limits);
    }

    static Welcome read(Members in) throws MessageException {
        return new Welcome(
                in.text("session"),
                in.text("clientId"),
                in.object("task", TaskInfo::read),
                in.instant("serverTime"),
                in.object("resume", Position::read),
                in.object("limits", Limits::read));
    }

    void write(MemberWriter out) {
        out.text("session", session)
                .text("clientId", clientId)
                .object("task", task::write)
                .instant("serverTime", serverTime)
                .object("resume", resume::write)
                .object("limits", limits::write);
    }
}
