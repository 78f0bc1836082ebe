-- The same SQL for H2 (MODE=PostgreSQL) and PostgreSQL.

-- What lists are filtered by: the state of tasks and of a task's clients; who did what to which in the audit log.
CREATE INDEX task_state ON task (state, id);
CREATE INDEX client_state ON client (task, state, name);
CREATE INDEX audit_subject ON audit (subject, seq);
CREATE INDEX audit_actor ON audit (actor, seq);
CREATE INDEX audit_action ON audit (action, seq);
