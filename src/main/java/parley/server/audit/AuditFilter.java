package parley.server.audit;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import parley.server.storage.Search;

/**
 * A filter of the audit log; empty parts match everything.
 *
 * @param actor the whole name
 * @param action the whole word, such as {@code task.started}, or its beginning up to a dot: {@code task}
 * @param subject the whole id
 * @param search a text in the actor, the action, the subject or the detail, in upper or lower case
 * @param after only entries after this sequence number, the oldest first; without it the newest
 * @param before only entries before this sequence number
 */
public record AuditFilter(
        Optional<String> actor,
        Optional<String> action,
        Optional<String> subject,
        Optional<String> search,
        Optional<Long> after,
        Optional<Long> before) {

    /** Every entry after a sequence number. */
    static AuditFilter after(long seq) {
        return new AuditFilter(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(seq),
                Optional.empty());
    }

    /** The conditions, each with a parameter for one of {@link #fill}'s values. */
    String where() {
        StringBuilder sql = new StringBuilder(" WHERE seq > ? AND seq < ?");
        actor.ifPresent(text -> sql.append(" AND actor = ?"));
        action.ifPresent(text -> sql.append(" AND (action = ? OR action LIKE ? ESCAPE '!')"));
        subject.ifPresent(text -> sql.append(" AND subject = ?"));
        search.ifPresent(text -> sql.append(" AND (LOWER(actor) LIKE ? ESCAPE '!' OR LOWER(action) LIKE ? ESCAPE '!'"
                + " OR LOWER(subject) LIKE ? ESCAPE '!' OR LOWER(detail) LIKE ? ESCAPE '!')"));
        return sql.toString();
    }

    /** @return the parameter after the last one that was set */
    int fill(PreparedStatement select) throws SQLException {
        List<Object> values = new ArrayList<>(List.of(after.orElse(Long.MIN_VALUE), before.orElse(Long.MAX_VALUE)));
        actor.ifPresent(values::add);
        action.ifPresent(text -> values.addAll(List.of(text, new Search(text + ".").start())));
        subject.ifPresent(values::add);
        search.map(Search::new)
                .map(Search::inside)
                .ifPresent(pattern -> values.addAll(List.of(pattern, pattern, pattern, pattern)));
        for (int place = 1; place <= values.size(); place++) {
            select.setObject(place, values.get(place - 1));
        }
        return values.size() + 1;
    }
}
